using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

/// <summary>Names that programs on the host obey: read-only when there, not to be created when not.</summary>
public sealed class ProtectedNameTests
{
    private const string Name = ".vscode";
    private const string Path = Machine.Project + "/" + Name;

    [Fact]
    public void A_directory_that_is_there_is_read_only()
    {
        Machine machine = Machines.Debian();
        machine.Files.Directories(Path);
        LaunchPlan plan = machine.Plan();
        Assert.Equal("protect", Locks(plan).Single(m => m.Target == Path).Reason);
        Assert.DoesNotContain(plan.Placeholders, p => p.Path == Path);
    }

    [Fact]
    public void A_name_that_is_not_there_cannot_be_created()
    {
        LaunchPlan plan = Machines.Debian().Plan();
        Assert.Equal("protect (absent)", Locks(plan).Single(m => m.Target == Path).Reason);
        Assert.Contains(plan.Placeholders, p => p.Path == Path);
    }

    [Fact]
    public void Every_name_of_the_list_is_covered()
    {
        LaunchPlan plan = Machines.Debian().Plan();
        Assert.Equal(
            ProtectedNames.All.Select(n => $"{Machine.Project}/{n}").Order(StringComparer.Ordinal), Locks(plan).Select(m => m.Target).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_symbolic_link_is_refused_because_the_agent_could_replace_it()
    {
        Machine machine = Machines.Debian();
        machine.Files.Link(Path, "/usr/share");
        string refusal = machine.Refusal();
        Assert.StartsWith($"CS103 cannot protect {Path}: it is a symbolic link to /usr/share, which the agent could replace", refusal, StringComparison.Ordinal);
        Assert.EndsWith("or pass --allow-write " + Name, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_named_to_the_user_and_not_pretended_to_be_safe()
    {
        Machine machine = Machines.Debian();
        machine.Files.File(Machine.Project + "/.envrc");
        LaunchPlan plan = machine.Plan();
        Assert.Contains(plan.Notices, n => n.StartsWith(".envrc exists and stays writable inside", StringComparison.Ordinal));
        Assert.DoesNotContain(Locks(plan), m => m.Target == Machine.Project + "/.envrc");
    }

    [Theory]
    [InlineData(PathKind.Fifo)]
    [InlineData(PathKind.Socket)]
    [InlineData(PathKind.CharacterDevice)]
    public void What_is_neither_file_nor_directory_is_refused(PathKind kind)
    {
        Machine machine = Machines.Debian();
        machine.Files.Add(Path, kind);
        Assert.StartsWith($"CS103 cannot protect {Path}: it is neither a file nor a directory", machine.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_released_name_is_left_alone_even_where_it_could_not_be_protected()
    {
        Machine machine = Machines.Debian();
        machine.Files.Link(Path, "/usr/share");
        LaunchPlan plan = machine.Plan("--allow-write", Name);
        Assert.DoesNotContain(plan.Mounts, m => m.Target == Path);
        Assert.DoesNotContain(plan.Placeholders, p => p.Path == Path);
        Assert.Contains(Locks(plan), m => m.Target == Machine.Project + "/.idea");
    }

    [Fact]
    public void All_releases_every_name()
    {
        LaunchPlan plan = Machines.Debian().Plan("--allow-write", "all");
        Assert.Empty(Locks(plan));
        Assert.Empty(plan.Placeholders);
    }

    [Theory]
    [InlineData(".git")]
    [InlineData("vscode")]
    [InlineData(".vscode/")]
    [InlineData("ALL")]
    [InlineData("")]
    public void A_name_that_nothing_protects_cannot_be_released(string name) =>
        Assert.StartsWith(
            $"CS102 --allow-write {(name.Length == 0 ? "''" : name)}: not a protected name; known are all, .git/hooks,",
            Machines.Debian().Refusal("--allow-write", name), StringComparison.Ordinal);

    [Fact]
    public void In_a_directory_that_the_user_cannot_write_nothing_has_to_be_kept_from_being_created()
    {
        Machine machine = Machines.Debian();
        machine.Files.Directories(Path);
        machine.Files.Change(Machine.Project, e => e with { Writable = false });
        LaunchPlan plan = machine.Plan();
        Assert.DoesNotContain(plan.Placeholders, p => Core.Planning.Paths.Parent(p.Path) == Machine.Project);
        Assert.Contains(Locks(plan), m => m.Target == Path);
    }

    private static SelfMount[] Locks(LaunchPlan plan) =>
        [.. plan.Mounts.OfType<SelfMount>().Where(m => !m.Writable && Core.Planning.Paths.IsWithin(m.Target, Machine.Project))];
}
