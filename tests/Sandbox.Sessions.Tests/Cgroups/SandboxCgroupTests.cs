using Sandbox.Core.Diagnostics;
using Sandbox.Core.Plans;
using Sandbox.Sessions.Cgroups;

namespace Sandbox.Sessions.Tests.Cgroups;

/// <summary>Making groups in fake trees: ordinary directories, whose files are there when the kernel would have made them.</summary>
public sealed class SandboxCgroupTests
{
    [Fact]
    public void A_group_that_is_refused_leaves_nothing_and_says_what_to_do()
    {
        using TempDirectory root = TempDirectory.Create();
        string parent = root.Directory("cg");
        string state = root.At("state");

        SandboxException error = Assert.Throws<SandboxException>(() => SandboxCgroup.Create(state, new CgroupPlan(2, [new CgroupGroup(parent, [new CgroupSetting("memory.max", "1")])])));

        Assert.Equal(ErrorCode.Limits, error.Code);
        Assert.Contains("memory.max: no such file or directory (ENOENT): pass --memory none", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(parent));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(state, "cgroups"), "claude-sandbox-*"));
    }

    [Fact]
    public void A_setting_that_the_kernel_lacks_and_that_is_optional_is_left_out()
    {
        using TempDirectory root = TempDirectory.Create();
        SandboxException error = Assert.Throws<SandboxException>(() => SandboxCgroup.Create(
            root.At("state"), new CgroupPlan(2, [new CgroupGroup(root.Directory("cg"), [new CgroupSetting("memory.swap.max", "0", Optional: true)])])));

        // It came as far as the entrance, which an ordinary directory does not have.
        Assert.Contains("cannot enter the control group", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_parent_is_named()
    {
        using TempDirectory root = TempDirectory.Create();
        SandboxException error = Assert.Throws<SandboxException>(() => SandboxCgroup.Create(root.At("state"), new CgroupPlan(1, [new CgroupGroup(root.At("gone"), [])])));
        Assert.StartsWith("cannot make the control group ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("memory.events", "low 0\nhigh 0\nmax 7\noom 2\noom_kill 2\noom_group_kill 0\n", "memory limit of 2 GiB reached: the kernel ended 2 processes of the sandbox: raise it with --memory")]
    [InlineData("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n", "memory limit of 2 GiB reached: the kernel ended 1 process of the sandbox: raise it with --memory")]
    [InlineData("pids.events", "max 3\n", "limit of 64 processes reached: starting one more failed 3 times: raise it with --pids")]
    public void What_ran_into_a_limit_is_read_from_the_files_of_both_versions(string file, string text, string line)
    {
        using TempDirectory group = TempDirectory.Create();
        _ = group.WriteFile(file, text);
        Assert.Equal([line], LimitReport.Lines(new ResourcePlan { Memory = 2L << 30, Processes = 64 }, [group.Path]));
    }

    [Fact]
    public void Nothing_is_said_where_nothing_was_reached()
    {
        using TempDirectory group = TempDirectory.Create();
        _ = group.WriteFile("memory.events", "oom_kill 0\n");
        _ = group.WriteFile("pids.events", "max 0\n");
        Assert.Empty(LimitReport.Lines(new ResourcePlan { Memory = 1, Processes = 1 }, [group.Path, "/nowhere"]));
    }
}
