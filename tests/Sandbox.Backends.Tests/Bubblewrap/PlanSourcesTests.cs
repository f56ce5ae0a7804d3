using Sandbox.Backends.Tests.Native;
using Sandbox.Core.Plans;

namespace Sandbox.Backends.Tests.Bubblewrap;

/// <summary>What of the host a program that prepares has to let in.</summary>
public sealed class PlanSourcesTests
{
    [Fact]
    public void What_lies_below_another_source_comes_with_it() =>
        Assert.Equal(["/srv/a", "/srv/ab"], Paths(Bind("/srv/a/b"), Bind("/srv/ab"), Bind("/srv/a")));

    [Fact]
    public void A_tree_is_writable_when_something_in_it_is()
    {
        PlanSource tree = Assert.Single(PlanSources.Of([Bind("/srv/a"), Bind("/srv/a/b") with { Writable = true }]));
        Assert.True(tree.Writable);
        Assert.False(Assert.Single(PlanSources.Of([Bind("/srv/a"), Bind("/srv/a/b")])).Writable);
    }

    [Fact]
    public void Devices_work_only_where_the_plan_says_so()
    {
        IReadOnlyList<PlanSource> sources = PlanSources.Of([Bind("/dev/null") with { AllowDevices = true }, Bind("/srv/a")]);
        Assert.Equal([true, false], sources.Select(static s => s.AllowDevices));
    }

    [Fact]
    public void Only_a_source_that_every_mount_can_do_without_may_be_missing()
    {
        Assert.True(Assert.Single(PlanSources.Of([Bind("/srv/a") with { Optional = true }, Bind("/srv/a/b")])).Optional);
        Assert.False(Assert.Single(PlanSources.Of([Bind("/srv/a") with { Optional = true }, Bind("/srv/a")])).Optional);
    }

    [Fact]
    public void Nothing_else_is_a_source() =>
        Assert.Empty(PlanSources.Of([new ProcMount { Target = "/proc", Reason = "t" }, new SelfMount { Target = "/a", Reason = "t" }, new SymlinkEntry { Target = "/l", LinkTarget = "/etc/shadow", Reason = "t" }]));

    private static BindMount Bind(string source) => new() { Target = source, Source = source, Reason = "t" };

    private static string[] Paths(params PlannedMount[] mounts) => [.. PlanSources.Of(SamplePlan.With(mounts).Mounts).Select(static s => s.Path)];
}
