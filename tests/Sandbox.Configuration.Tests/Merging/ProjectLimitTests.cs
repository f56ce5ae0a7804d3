using Sandbox.Configuration.Catalogue;

namespace Sandbox.Configuration.Tests.Merging;

/// <summary>A project's file can make limits smaller, and never larger: than the user's, the managed one or the default of a machine with 16 GiB.</summary>
public sealed class ProjectLimitTests
{
    [Theory]
    [InlineData("{}", "memory", "1G", "1G")]
    [InlineData("{}", "memory", "50%", "50%")]
    [InlineData("{}", "memory", "12G", null)]
    [InlineData("{}", "memory", "11.9G", "11.9G")]
    [InlineData("{}", "memory", "100%", null)]
    [InlineData("{}", "memory", "none", null)]
    [InlineData("{ \"limits\": { \"memory\": \"2G\" } }", "memory", "50%", "2G")]
    [InlineData("{ \"limits\": { \"memory\": \"50%\" } }", "memory", "2G", "2G")]
    [InlineData("{ \"limits\": { \"memory\": \"none\" } }", "memory", "14G", "14G")]
    [InlineData("{}", "pids", "100", "100")]
    [InlineData("{}", "pids", "4096", null)]
    [InlineData("{}", "pids", "100000", null)]
    [InlineData("{ \"limits\": { \"pids\": \"100000\" } }", "pids", "50000", "50000")]
    [InlineData("{}", "cpus", "1.5", "1.5")]
    [InlineData("{ \"limits\": { \"cpus\": \"1\" } }", "cpus", "1.5", "1")]
    [InlineData("{}", "tmpSize", "1G", "1G")]
    [InlineData("{}", "tmpSize", "9G", null)]
    [InlineData("{}", "tmpSize", "50%", null)]
    public void The_smaller_one_holds(string user, string name, string project, string? holds) =>
        Assert.Equal(holds, new Texts { User = user, Project = Of(name, project) }.Merge().Word(SettingCatalogue.Find("limits." + name)!));

    [Fact]
    public void An_option_that_is_larger_does_not_help_and_one_that_is_smaller_counts()
    {
        Setting pids = SettingCatalogue.Find("limits.pids")!;
        Assert.Equal("64", new Texts { Flags = [("--pids", "512")], Project = Of("pids", "64") }.Merge().Word(pids));
        Assert.Equal("32", new Texts { Flags = [("--pids", "32")], Project = Of("pids", "64") }.Merge().Word(pids));
    }

    [Fact]
    public void The_managed_limit_is_never_exceeded()
    {
        Setting pids = SettingCatalogue.Find("limits.pids")!;
        Assert.Equal("100", new Texts { Managed = Of("pids", "100"), Project = Of("pids", "200") }.Merge().Word(pids));
        Assert.Equal("50", new Texts { Managed = Of("pids", "100"), Project = Of("pids", "50") }.Merge().Word(pids));
    }

    [Fact]
    public void What_it_makes_smaller_is_told_and_what_it_does_not_is_not()
    {
        Assert.Equal(["limits.pids"], new Texts { Project = Of("pids", "64") }.Merge().Tightened.Select(static s => s.Path));
        Assert.Empty(new Texts { Project = Of("pids", "5000") }.Merge().Tightened);
    }

    [Fact]
    public void A_share_of_nobody_knows_what_is_a_mistake() =>
        Assert.StartsWith("CS110 /p/.claude-sandbox.json:1: limits.memory: 50%: nobody can say which is smaller", Assert.Single(new Texts { Memory = 0, Project = Of("memory", "50%") }.Mistakes()), StringComparison.Ordinal);

    private static string Of(string name, string word) => $"{{ \"limits\": {{ \"{name}\": \"{word}\" }} }}";
}
