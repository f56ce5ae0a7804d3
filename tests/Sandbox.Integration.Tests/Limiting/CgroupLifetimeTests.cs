namespace Sandbox.Integration.Tests;

/// <summary>Control groups are there as long as the sandbox and no longer, whatever ends the launcher.</summary>
public sealed class CgroupLifetimeTests
{
    private static readonly string[] Controllers = ["memory", "pids", "cpu"];

    [FactWithin(60)]
    public void Every_process_of_the_sandbox_is_in_its_groups_and_they_are_gone_afterwards()
    {
        using Workspace workspace = Workspace.Create(Identity.Root);
        string state = Records(workspace);
        string name;
        using (LiveProcess sandbox = workspace.StartInside("sleep 30 & echo ready; wait", "--cpus", "1"))
        {
            name = Path.GetFileName(Assert.Single(Directory.GetFiles(state, "claude-sandbox-*")));
            foreach (string controller in Controllers)
            {
                string group = Assert.Single(LimitTests.Groups(controller), g => Path.GetFileName(g) == name);

                // Monitor, PID 1, the shell and its child.
                Assert.Equal(4, File.ReadAllLines(Path.Combine(group, "cgroup.procs")).Length);
            }

            sandbox.Send(Signal.Term);
            _ = sandbox.WaitForExit();
        }

        Assert.DoesNotContain(Controllers.SelectMany(LimitTests.Groups), g => Path.GetFileName(g) == name);
        Assert.Empty(Directory.GetFiles(state, "claude-sandbox-*"));
    }

    [FactWithin(60)]
    public void After_SIGKILL_of_the_launcher_the_next_command_removes_them_and_never_those_of_a_live_sandbox()
    {
        using Workspace workspace = Workspace.Create(Identity.Root);
        string state = Records(workspace);
        using LiveProcess living = workspace.StartInside("echo ready; sleep 50");
        string kept = Path.GetFileName(Assert.Single(Directory.GetFiles(state, "claude-sandbox-*")));
        using (LiveProcess killed = workspace.StartInside("echo ready; sleep 30", "--new"))
        {
            killed.Send(Signal.Kill);
            _ = killed.WaitForExit();
        }

        string left = Path.GetFileName(Assert.Single(Directory.GetFiles(state, "claude-sandbox-*"), f => Path.GetFileName(f) != kept));
        Assert.Contains(LimitTests.Groups("pids"), g => Path.GetFileName(g) == left);

        // The sandbox dies by its liveness pipe, a moment after the launcher.
        Eventually.Holds(() =>
        {
            _ = workspace.Inside("true").ExpectExit();
            return !Controllers.SelectMany(LimitTests.Groups).Any(g => Path.GetFileName(g) == left);
        }, "the groups of the killed one are gone");

        Assert.Equal([kept], Directory.GetFiles(state, "claude-sandbox-*").Select(Path.GetFileName));
        Assert.Contains(LimitTests.Groups("pids"), g => Path.GetFileName(g) == kept);
    }

    [FactWithin(60)]
    public void A_forged_record_removes_nothing_but_empty_groups_of_its_own_name()
    {
        using Workspace workspace = Workspace.Create(Identity.Root);
        _ = workspace.Inside("true").ExpectExit();
        string victim = workspace.Directory(workspace.At("claude-sandbox-forged"));
        string group = Directory.CreateDirectory("/sys/fs/cgroup/pids/claude-sandbox-test-" + Guid.NewGuid().ToString("N")).FullName;
        try
        {
            _ = workspace.Write(Path.Combine(Records(workspace), "claude-sandbox-forged"), $"{victim}\n{group}\n/sys/fs/cgroup/pids/../../../../{victim}\n");

            _ = workspace.Inside("true").ExpectExit();

            Assert.True(Directory.Exists(victim));
            Assert.True(Directory.Exists(group));
        }
        finally
        {
            Directory.Delete(group);
        }
    }

    private static string Records(Workspace workspace) => Path.Combine(workspace.StateHome, "claude-sandbox", "cgroups");
}
