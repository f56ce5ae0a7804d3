namespace Sandbox.Integration.Tests;

/// <summary>The few device nodes inside are the host's own: they can be used and not changed, not even by uid 0.</summary>
public sealed class DeviceNodeTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Devices_work_and_their_nodes_cannot_be_changed(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        const string Use = "echo x > /dev/null && head -c4 /dev/zero | wc -c && head -c4 /dev/urandom | wc -c && ! echo x > /dev/full";
        const string Attack = "for d in null zero full random urandom tty; do for c in 'chmod 666' 'chown 0' 'touch -d 2001-01-01' rm; do $c /dev/$d 2>/dev/null && echo \"DID $c $d\"; done; done; true";
        string before = ProcessRun.Run("/usr/bin/stat", "-c", "%n %a %u %Y", "/dev/null", "/dev/zero", "/dev/full", "/dev/urandom").OutputText;

        Assert.Equal("4\n4\n", workspace.Inside(Use).ExpectExit().OutputText);
        Assert.Empty(workspace.Inside(Attack).OutputText);
        Assert.Equal(before, ProcessRun.Run("/usr/bin/stat", "-c", "%n %a %u %Y", "/dev/null", "/dev/zero", "/dev/full", "/dev/urandom").OutputText);
    }

    [FactWithin(60)]
    public void Not_even_through_an_inherited_descriptor_does_root_inside_change_the_node_of_a_device()
    {
        TestHost.RequireRoot();
        using Workspace workspace = Workspace.Create(Identity.Root);

        // A node of the test's own, because the control succeeds.
        _ = workspace.Outside("mknod ../null c 1 3 && chmod 640 ../null").ExpectExit();
        const string Attack = "chmod 600 /proc/self/fd/0; cat";

        _ = ProcessRun.Run(workspace.Request("/bin/sh", "-c", $"{workspace.Program} exec -q . -- sh -c '{Attack}' < ../null"));
        Assert.Equal("640\n", workspace.Outside("stat -c %a ../null").OutputText);

        _ = workspace.Outside($"sh -c '{Attack}' < ../null").ExpectExit();
        Assert.Equal("600\n", workspace.Outside("stat -c %a ../null").OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void There_are_no_other_devices_and_none_can_be_made(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);

        Assert.Equal("full null random tty urandom zero", workspace.Inside("cd /dev; for f in *; do [ -c $f ] && [ ! -L $f ] && printf '%s ' $f; [ -b $f ] && echo BLOCK; done").OutputText.Trim());
        Assert.Empty(workspace.Inside("mknod b b 8 0 2>/dev/null && echo BLOCK; mknod c c 1 1 2>/dev/null && echo CHARACTER; mknod /tmp/c c 1 3 2>/dev/null && echo CHARACTER; true").OutputText);
        if (identity.UserId == 0)
        {
            Assert.Equal("MADE\n", workspace.Outside("mknod c c 1 1 && echo MADE && rm c").OutputText);
        }
    }
}
