using Sandbox.Core.Plans;
using Sandbox.Linux.Files;
using Sandbox.Sessions.Cgroups;

namespace Sandbox.Sessions.Tests.Cgroups;

/// <summary>
/// Control groups of version 2 in a real tree. That it has no controllers of ours does not matter here: groups are made, entered, killed, frozen and
/// removed by the kernel all the same.
/// </summary>
public sealed class SecondVersionTests
{
    private static readonly string Tree = Directory.Exists("/sys/fs/cgroup/unified") ? "/sys/fs/cgroup/unified" : "/sys/fs/cgroup";

    // Joins the group through descriptor 3, as the executor does, and stays.
    private const string Enter = "echo 0 >&3; exec 3>&-; grep ^0: /proc/self/cgroup; echo entered; exec sleep 600";

    [FactWithin(30)]
    public void A_process_enters_a_group_through_its_entrance_and_the_group_is_removed_when_it_has_ended()
    {
        TestHost.RequireRoot();
        using TempDirectory root = TempDirectory.Create();
        SandboxCgroup group = SandboxCgroup.Create(root.At("state"), new CgroupPlan(2, [new CgroupGroup(Tree, [])]));
        string path = Assert.Single(group.Directories);
        using (LiveProcess member = Start(path))
        {
            Assert.EndsWith(Path.GetFileName(path) + "\nentered\n", member.OutputSoFar, StringComparison.Ordinal);
            member.Send(Signal.Kill);
            _ = member.WaitForExit();
        }

        group.Dispose();

        Assert.False(Directory.Exists(path));
        Assert.Empty(Records(root));
    }

    [TheoryWithin(30), InlineData(false), InlineData(true)]
    public void What_a_dead_launcher_left_in_its_group_is_killed_even_when_it_is_frozen(bool isFrozen)
    {
        TestHost.RequireRoot();
        using TempDirectory root = TempDirectory.Create();
        string state = root.At("state");
        SandboxCgroup group = SandboxCgroup.Create(state, new CgroupPlan(2, [new CgroupGroup(Tree, [])]));
        string path = Assert.Single(group.Directories);
        using LiveProcess member = Start(path);
        if (isFrozen)
        {
            Assert.Equal(0, KernelFile.Write(Path.Combine(path, "cgroup.freeze"), "1"));
        }

        // The control: its owner lives, or whoever has taken over from it.
        using (Descriptor successor = group.Hold!.DuplicateAbove(3))
        {
            Abandon(group);
            CgroupSweep.All(state);
            Assert.False(member.Completion.IsCompleted);
            Assert.True(Directory.Exists(path));
        }

        CgroupSweep.All(state);

        Assert.Equal(Signal.Kill, member.WaitForExit().Signal);
        Assert.False(Directory.Exists(path));
        Assert.Empty(Records(root));
    }

    /// <summary>What the kernel does with a launcher's descriptors when it is killed.</summary>
    private static void Abandon(SandboxCgroup group)
    {
        group.Hold!.Dispose();
        foreach (Descriptor entrance in group.Entrances)
        {
            entrance.Dispose();
        }
    }

    private static LiveProcess Start(string group)
    {
        using FileStream entrance = new(Path.Combine(group, "cgroup.procs"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        LiveProcess process = ProcessRun.Start(new ProcessRequest("/bin/sh", "-c", Enter) { Descriptors = [entrance.SafeFileHandle] });
        process.WaitForOutput("entered");
        return process;
    }

    private static string[] Records(TempDirectory root) => Directory.GetFiles(root.At("state", "cgroups"), "claude-sandbox-*");
}
