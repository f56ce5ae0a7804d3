using System.Text;

namespace Sandbox.Integration.Tests;

/// <summary>FS-18, FS-24 and FS-26: mounts can be neither changed from inside nor seen to change from outside.</summary>
public sealed class MountTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Nothing_inside_can_be_mounted_remounted_moved_or_unmounted(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string probe = workspace.Probe();
        string read = workspace.Write(workspace.At("read", "file"), "before\n");
        string hooks = workspace.At("project", ".git", "hooks");
        string calls =
            $"""
            remount 165 0 @/usr 0 0x20 0
            rebind 165 0 @{hooks} 0 0x1020 0
            umount-hooks 166 @{hooks} 2
            umount-proc 166 @/proc 2
            move 165 @/proc @/tmp 0 0x2000 0
            tmpfs 165 @none @/tmp @tmpfs 0 0
            attr 442 -100 @{hooks} 0 #32 32
            tree 428 -100 @/ 1
            tree-attr 467 -100 @/ 1 #32 32
            fsopen 430 @tmpfs 0
            pivot 155 @/tmp @/tmp
            chroot 161 @/tmp
            statmount 457 #32 #512 512 0
            """;

        string[] inside = Calls(workspace, probe, calls, "--ro", workspace.At("read"));
        Assert.All(inside, static l => Assert.EndsWith(" EPERM", l, StringComparison.Ordinal));
        Assert.Equal(13, inside.Length);
        Assert.NotEqual(0, workspace.Inside($"echo PWN >> {read}", "--ro", workspace.At("read")).ExitCode);
        Assert.Equal("before\n", File.ReadAllText(read));

        if (identity.UserId == 0)
        {
            // uid 0 without capabilities may not map itself, and mount(8) wants a mapped one: NestedUserNamespaceTests has its control.
            return;
        }

        // The control: with the flag a namespace of one's own allows mounts, and what was read-only stays locked by the kernel.
        const string Nested = "mount -t tmpfs none /tmp && echo MOUNTED; mount -o remount,bind,rw .git/hooks && echo REMOUNTED; umount .git/hooks && echo UNMOUNTED; true";
        Assert.Equal("MOUNTED\n", workspace.Inside($"unshare -Urm sh -c '{Nested}'", "--allow-nested-userns").OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void No_file_can_be_opened_by_its_number(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string probe = workspace.Probe();
        string key = workspace.At("home", ".ssh", "id_ed25519");
        string handle = ProcessRun.Run(workspace.Request(probe, "handle", key)).ExpectExit().OutputText.Trim();
        string open = $"{probe} handle /; {probe} by-handle {workspace.Project} {handle}";

        Assert.Equal("name_to_handle_at EPERM\nopen_by_handle_at EPERM\n", workspace.Inside(open).OutputText);
        if (identity.UserId == 0)
        {
            // The kernel lets nobody else do it outside either.
            Assert.Contains(workspace.Decoys.Marker(".ssh/id_ed25519"), workspace.Outside(open).OutputText, StringComparison.Ordinal);
        }
    }

    [FactWithin(60)]
    public void What_the_host_mounts_later_does_not_come_in_and_every_mount_is_private()
    {
        TestHost.RequireRoot();
        using Workspace workspace = Workspace.Create(Identity.Root);
        _ = workspace.Directory(workspace.At("project", "m"));

        // The project becomes a shared mount in a namespace of the test's own; a slave of it is the control.
        string script =
            $"""
            mount --bind . . && mount --make-shared . && cd {workspace.Project}
            unshare -m --propagation slave sh -c 'until [ -e go ]; do sleep 0.02; done; ls m' > control &
            {workspace.Program} exec -q . -- sh -c 'grep -cE "(shared|master):" /proc/self/mountinfo; touch ready; until [ -e go ]; do sleep 0.02; done; ls m' > inside &
            until [ -e ready ]; do sleep 0.02; done
            mount -t tmpfs none m && echo x > m/CANARY && touch go
            wait
            """;
        _ = ProcessRun.Run(workspace.Request("/usr/bin/unshare", "-m", "sh", "-c", script)).ExpectExit();

        Assert.Equal("CANARY\n", File.ReadAllText(workspace.At("project", "control")));
        Assert.Equal("0\n", File.ReadAllText(workspace.At("project", "inside")));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_running_sandbox_changes_no_mount_of_the_host(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        Census before = Census.Take(workspace.Scope with { Directories = [], Programs = [], Marker = "no process" });
        using LiveProcess process = workspace.StartInside("echo ready; sleep 600");

        before.AssertRestored();
        Assert.True(File.ReadAllLines($"/proc/{LiveSandbox.Of(process).Payload}/mountinfo").Length > 40, "the sandbox has no mounts to be seen");
    }

    private static string[] Calls(Workspace workspace, string probe, string lines, params string[] options) =>
        ProcessRun.Run(workspace.Sandbox(["exec", "-q", .. options, workspace.Project, "--", probe, "calls"]) with { Input = Encoding.ASCII.GetBytes(lines + "\n") })
            .ExpectExit().OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
