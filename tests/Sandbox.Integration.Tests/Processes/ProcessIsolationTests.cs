namespace Sandbox.Integration.Tests;

/// <summary>PR-01, PR-10, PR-15 and PR-22: other processes, other sandboxes and the host's namespaces.</summary>
public sealed class ProcessIsolationTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Processes_of_the_host_are_invisible_and_survive_every_signal(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string probe = workspace.Probe();
        using LiveProcess canary = ProcessRun.Start(workspace.Request("/usr/bin/sleep", "600"));
        string calls = $"kill 62 {canary.Id} 0\npidfd 434 {canary.Id} 0\ntgkill 234 {canary.Id} {canary.Id} 0\n";

        string inside = workspace.Inside($"ls -d /proc/[0-9]* | wc -l; [ -d /proc/{canary.Id} ] && echo SEEN; printf '{calls}' | {probe} calls; kill -9 -1; echo survived").OutputText;

        Assert.Matches("^[0-9]{1,2}\nkill ESRCH\npidfd ESRCH\ntgkill ESRCH\n", inside);
        Assert.True(ProcessState.Alive(canary.Id), "the canary is dead");
        Assert.Equal("kill OK\npidfd OK\n", workspace.Outside($"printf '{calls}' | head -2 | {probe} calls").OutputText);
        _ = workspace.Outside($"kill -9 {canary.Id}").ExpectExit();
        Assert.Equal(Signal.Kill, canary.WaitForExit().Signal);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Two_sandboxes_of_one_user_do_not_reach_each_other(Identity identity)
    {
        using Workspace one = Workspace.Create(identity);
        using Workspace other = Workspace.Create(identity);
        string name = $"sandbox-test-{Guid.NewGuid():N}";
        string secret = one.Decoys.Tag;
        using LiveProcess first = one.StartInside($"echo {secret} > /tmp/secret; echo {secret} > /dev/shm/secret; export SECRET={secret}; {one.Probe()} listen-abstract {name}", "--network", "host");
        int payload = LiveSandbox.Of(first).Payload;
        string connect = $"{other.Probe()} connect-abstract {name}";
        string reach = $"cat /tmp/secret /dev/shm/secret; cat /proc/[0-9]*/environ | tr '\\0' '\\n' | grep ^SECRET; kill -9 {payload} && echo KILLED; {connect}";

        Assert.Equal("connect ECONNREFUSED\n", other.Inside(reach).OutputText);
        Assert.Equal("connect EPERM\n", other.Inside(reach, "--network", "host").OutputText);
        Assert.True(ProcessState.Alive(payload), "the other sandbox is dead");

        // The control: from the host, where nothing is between them, the same steps reach into the first sandbox.
        string outside = other.Outside($"cat /proc/{payload}/root/tmp/secret; {connect}; kill -9 {payload} && echo KILLED").OutputText;
        Assert.Equal($"{secret}\nconnect OK\nKILLED\n", outside);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void No_namespace_of_the_host_is_shared_or_can_be_joined(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        const string Links = "for n in mnt pid user ipc uts cgroup; do readlink /proc/self/ns/$n; done";
        string[] host = workspace.Outside(Links).OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        string[] inside = workspace.Inside(Links).OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string join = workspace.Inside("for n in mnt pid user ipc uts cgroup net time; do nsenter --$n=/proc/self/ns/$n true 2>/dev/null && echo JOINED $n; nsenter --$n=/proc/1/ns/$n true 2>/dev/null && echo JOINED $n; done; true").OutputText;

        Assert.Equal(6, inside.Length);
        Assert.Empty(inside.Intersect(host, StringComparer.Ordinal));
        Assert.Empty(join);
        if (identity.UserId == 0)
        {
            Assert.Equal("JOINED\n", workspace.Outside("nsenter --uts=/proc/self/ns/uts true && echo JOINED").OutputText);
        }

        Assert.NotEqual(host.Length, workspace.Outside($"unshare -Urm sh -c '{Links}'").OutputText.Split('\n').Intersect(host, StringComparer.Ordinal).Count());
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void System_V_and_posix_message_objects_are_not_shared(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string made = workspace.Outside("ipcmk -M 4096; ipcmk -S 1; ipcmk -Q").ExpectExit().OutputText;
        string[] ids = [.. made.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => l.Split(' ')[^1])];
        try
        {
            const string List = "ipcs -m -s -q | grep -c '^0x'; true";
            Assert.Equal("0\n", workspace.Inside(List + "; ls /dev/mqueue 2>/dev/null").OutputText);
            Assert.True(int.Parse(workspace.Outside(List).OutputText, null) >= 3, "the control sees nothing either");
        }
        finally
        {
            _ = workspace.Outside($"ipcrm -m {ids[0]} -s {ids[1]} -q {ids[2]}").ExpectExit();
        }
    }
}
