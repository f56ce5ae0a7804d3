using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

/// <summary>A directory of a repository is a project without one, and the user hears of it.</summary>
public sealed class RepositoryAboveTests
{
    private const string Directory = "/work/two/sub";
    private const string Said = "/work/two/sub is a directory of the repository /work/two, which stays outside: git finds none inside: name /work/two instead to work with it";

    [Theory]
    [InlineData("/work/two/.git/HEAD")]
    [InlineData("/work/two/.git")]
    public void A_repository_above_is_named_a_linked_work_tree_as_well(string file) => Assert.Contains(Said, Notices(file, Directory));

    [Theory]
    [InlineData("/work/two/sub/.git/HEAD", Directory)]
    [InlineData("/work/two/.git/config", Directory)]
    [InlineData("/work/three/.git/HEAD", Directory)]
    [InlineData(Machine.Home + "/.git/HEAD", Machine.Home + "/src/app")]
    public void Without_one_that_could_be_named_nothing_is_said(string file, string project) =>
        Assert.DoesNotContain(Notices(file, project), n => n.Contains("is a directory of the repository", StringComparison.Ordinal));

    private static IReadOnlyList<string> Notices(string file, string project)
    {
        Machine machine = Machines.Debian();
        machine.Files.Directories(project).File(file);
        return machine.Plan(p => p with { ProjectDirectory = project }).Notices;
    }
}
