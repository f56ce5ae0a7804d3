using Sandbox.Core.Plans;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

/// <summary>Grants in, above and beside the project, where they could undo what protects it.</summary>
public sealed class GrantAndProjectTests
{
    [Fact]
    public void A_grant_inside_the_project_lies_on_top_of_it()
    {
        LaunchPlan plan = Machines.Debian().Plan("--ro", Machine.Project + "/src");
        Assert.True(Index(plan, "--ro") > Index(plan, "project"));
        Assert.False(Assert.IsType<BindMount>(plan.Mounts[Index(plan, "--ro")]).Create);
    }

    [Fact]
    public void A_grant_above_the_project_lies_below_it()
    {
        LaunchPlan plan = Machines.Debian().Plan("--rw", "/work");
        Assert.True(Index(plan, "--rw") < Index(plan, "project"));
        Assert.True(Index(plan, "project") < Index(plan, "protect"));
    }

    [Fact]
    public void A_neighbour_with_the_same_beginning_is_outside()
    {
        Machine machine = Machines.Debian();
        machine.Files.Directories("/work/app-evil", "/work/ap");
        LaunchPlan plan = machine.Plan("--rw", "/work/app-evil", "--rw", "/work/ap");
        Assert.All(plan.Mounts.OfType<BindMount>().Where(m => m.Reason == "--rw"), m => Assert.True(m.Create));
        Assert.True(Index(plan, "--rw") < Index(plan, "project"));
    }

    [Fact]
    public void The_project_itself_can_be_made_read_only()
    {
        BindMount mount = Assert.Single(Machines.Debian().Plan("--ro", Machine.Project).Mounts.OfType<BindMount>(), m => m.Reason == "--ro");
        Assert.Equal(Machine.Project, mount.Target);
    }

    [Theory]
    [InlineData("/work/app")]
    [InlineData(".")]
    [InlineData("/work/app/.git")]
    [InlineData("/work/app/.git/hooks")]
    [InlineData("/work/app/src/../.git")]
    [InlineData("/work/app/.claude")]
    [InlineData("/alias")]
    [InlineData("/alias-of-parent")]
    [InlineData("/alias-of-parent/app")]
    public void Writing_cannot_be_granted_around_a_protected_name(string path)
    {
        Machine machine = Machines.Debian();
        machine.Files.Directories(Machine.Project + "/.claude").Link("/alias", Machine.Project).Link("/alias-of-parent", "/work");
        Assert.Contains("would make protected names of the project writable", machine.Refusal("--rw", path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_released_name_can_be_granted()
    {
        Machine machine = Machines.Debian();
        machine.Files.Directories(Machine.Project + "/.vscode");
        Assert.NotNull(machine.Plan("--rw", Machine.Project + "/.vscode", "--allow-write", ".vscode"));
        Assert.NotNull(machine.Plan("--rw", Machine.Project, "--allow-write", "all"));
    }

    [Fact]
    public void What_lies_below_a_protected_name_can_be_granted_by_name()
    {
        Machine machine = Machines.Debian();
        machine.Files.Directories(Machine.Project + "/.claude/notes");
        LaunchPlan plan = machine.Plan("--rw", Machine.Project + "/.claude/notes");
        Assert.True(Index(plan, "--rw") > Index(plan, "protect"));
    }

    [Fact]
    public void A_long_list_of_names_is_cut_short() =>
        Assert.Contains("(.git/hooks, .claude, .mcp.json, ...)", Machines.Debian().Refusal("--rw", Machine.Project), StringComparison.Ordinal);

    private static int Index(LaunchPlan plan, string reason) => plan.Mounts.ToList().FindIndex(m => m.Reason == reason);
}
