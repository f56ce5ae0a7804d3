using Sandbox.Core.Plans;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

public sealed class GitProtectionTests
{
    private const string Git = Machine.Project + "/.git";

    [Fact]
    public void The_git_directory_is_pinned_before_its_hooks_are_locked()
    {
        List<PlannedMount> mounts = [.. Machines.Debian().Plan().Mounts];
        int pinned = mounts.FindIndex(m => m is SelfMount { Target: Git, Writable: true, Reason: "pin" });
        int locked = mounts.FindIndex(m => m is SelfMount { Target: Git + "/hooks", Writable: false });
        Assert.InRange(pinned, mounts.FindIndex(m => m.Reason == "project"), locked);
    }

    [Fact]
    public void Hooks_that_are_not_there_cannot_be_created()
    {
        Machine machine = Machines.Debian();
        machine.Files.Remove(Git + "/hooks");
        Assert.Contains(machine.Plan().Placeholders, p => p.Path == Git + "/hooks");
    }

    [Fact]
    public void Without_a_repository_there_is_nothing_to_pin()
    {
        Machine machine = Machines.Debian();
        machine.Files.Remove(Git);
        LaunchPlan plan = machine.Plan();
        Assert.DoesNotContain(plan.Mounts, m => m.Target.StartsWith(Git, StringComparison.Ordinal));
        Assert.DoesNotContain(plan.Placeholders, p => p.Path.StartsWith(Git, StringComparison.Ordinal));
    }

    [Fact]
    public void A_linked_worktree_s_git_file_is_left_alone()
    {
        Machine machine = Machines.Debian();
        machine.Files.File(Git, "gitdir: /elsewhere");
        Assert.DoesNotContain(machine.Plan().Mounts, m => m.Target.StartsWith(Git, StringComparison.Ordinal));
    }

    [Fact]
    public void A_git_directory_behind_a_link_is_refused_because_its_hooks_could_not_be_protected()
    {
        Machine machine = Machines.Debian();
        machine.Files.Link(Git, "repository").Directories(Machine.Project + "/repository/hooks");
        Assert.StartsWith($"CS103 cannot protect {Git}: it is a symbolic link to repository", machine.Refusal(), StringComparison.Ordinal);
        Assert.NotNull(machine.Plan("--allow-write", ".git/hooks"));
    }

    [Fact]
    public void Hooks_behind_a_link_are_refused()
    {
        Machine machine = Machines.Debian();
        machine.Files.Link(Git + "/hooks", "../tracked-hooks");
        Assert.StartsWith($"CS103 cannot protect {Git}/hooks: it is a symbolic link", machine.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Worktrees_of_the_agent_stay_writable_below_its_locked_directory()
    {
        Machine machine = Machines.Debian();
        machine.Files.Directories(Machine.Project + "/.claude/worktrees");
        List<PlannedMount> mounts = [.. machine.Plan().Mounts];
        int locked = mounts.FindIndex(m => m is SelfMount { Target: Machine.Project + "/.claude", Writable: false });
        int open = mounts.FindIndex(m => m is BindMount { Target: Machine.Project + "/.claude/worktrees", Writable: true, Create: false });
        Assert.InRange(locked, 0, open);
    }

    [Fact]
    public void A_link_in_the_place_of_the_worktrees_opens_nothing()
    {
        Machine machine = Machines.Debian();
        machine.Files.Directories(Machine.Project + "/.claude").Link(Machine.Project + "/.claude/worktrees", "..");
        Assert.DoesNotContain(machine.Plan().Mounts, m => m.Target == Machine.Project + "/.claude/worktrees");
    }
}
