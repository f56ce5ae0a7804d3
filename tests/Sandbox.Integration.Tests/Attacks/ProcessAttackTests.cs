using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>PR-01, PR-10, PR-11, PR-15, PR-22, PR-26: other processes, other sandboxes, keys, namespaces, sockets without a file.</summary>
public sealed class ProcessAttackTests
{
    private static readonly string[] Namespaces = ["cgroup", "ipc", "mnt", "pid", "user", "uts"];

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_process_of_the_host_is_neither_seen_nor_signalled_by_the_same_user_inside(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using LiveProcess host = ProcessRun.Start(workspace.Request("/bin/sh", "-c", "echo ready; exec sleep 50"));
        host.WaitForOutput("ready");
        string id = host.Id.ToString(CultureInfo.InvariantCulture);

        ProcessResult inside = workspace.Inside($"kill -0 {id} && echo REACHED; kill -9 -1; ls /proc | grep -qx {id} && echo SEEN; true");
        Assert.DoesNotContain("REACHED", inside.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("SEEN", inside.OutputText, StringComparison.Ordinal);
        Assert.Contains("REACHED", workspace.Outside($"kill -0 {id} && echo REACHED").OutputText, StringComparison.Ordinal);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Every_namespace_is_another_one_than_the_host_s(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string script = string.Join("; ", Namespaces.Select(n => $"readlink /proc/self/ns/{n}"));
        string[] inside = workspace.Inside(script).ExpectExit().OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] outside = workspace.Outside(script).ExpectExit().OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Namespaces.Length, inside.Length);
        Assert.Empty(inside.Intersect(outside, StringComparer.Ordinal));
        Assert.Equal(outside, workspace.Outside(script).OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Two_sandboxes_of_one_user_share_neither_files_nor_processes(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using LiveProcess first = workspace.StartInside("echo CANARY > /tmp/note; echo CANARY > /dev/shm/note; echo ready; sleep 40 & wait");
        ProcessResult second = workspace.Inside("cat /tmp/note /dev/shm/note; grep -l sleep /proc/[0-9]*/comm; true", "--new");
        Assert.DoesNotContain("CANARY", second.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("comm", second.OutputText, StringComparison.Ordinal);

        // The control: one that joins sees both.
        Assert.Contains("CANARY", workspace.Inside("cat /tmp/note").OutputText, StringComparison.Ordinal);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_key_of_the_host_s_session_keyring_cannot_be_read(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string probe = workspace.Probe();
        ProcessResult inside = ProcessRun.Run(workspace.Request(probe, "with-key", "CANARY", workspace.Program, "exec", "-q", workspace.Project, "--", probe, "read-key"));
        Assert.Contains("read EPERM", inside.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", inside.OutputText, StringComparison.Ordinal);
        Assert.Contains("read CANARY", ProcessRun.Run(workspace.Request(probe, "with-key", "CANARY", probe, "read-key")).OutputText, StringComparison.Ordinal);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void An_abstract_socket_of_the_host_cannot_be_connected_to_although_the_network_is_shared(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string probe = workspace.Probe();
        string name = "sandbox-" + Guid.NewGuid().ToString("N");
        using LiveProcess listener = ProcessRun.Start(workspace.Request(probe, "listen-abstract", name));
        listener.WaitForOutput("ready");
        Assert.Contains("connect EPERM", workspace.Inside($"./probe connect-abstract {name}", "--network", "host").OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("EPERM", workspace.Outside($"./probe connect-abstract {name}").OutputText, StringComparison.Ordinal);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Two_hundred_inherited_descriptors_do_not_reach_the_command(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string probe = workspace.Probe();
        ProcessResult inside = ProcessRun.Run(workspace.Request(probe, "descriptors", "7", "200", workspace.Program, "exec", "-q", workspace.Project, "--", "/bin/ls", "/proc/self/fd")).ExpectExit();
        Assert.Equal("0\n1\n2\n3\n", inside.OutputText);
        int leaked = ProcessRun.Run(workspace.Request(probe, "descriptors", "7", "200", "/bin/ls", "/proc/self/fd")).ExpectExit().OutputText.Split('\n').Length;
        Assert.True(leaked > 100, $"the control leaked only {leaked} descriptors");
    }
}
