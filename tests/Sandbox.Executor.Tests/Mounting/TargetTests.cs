using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Mounting;

/// <summary>How mount points are found: below a shared directory every name belongs to whoever can write there.</summary>
public sealed class TargetTests
{
    [Fact]
    public void No_lookup_of_a_launch_follows_a_symbolic_link()
    {
        using FakeKernel kernel = SamplePlans.EverythingKernel();
        Assert.NotNull(kernel.Launch().Executed);
        string[] lookups = [.. kernel.Calls.Where(c => c.Is("openat2")).Select(c => c.Text)];
        Assert.Equal(22, lookups.Length);
        Assert.All(lookups, l => Assert.Contains("NO_SYMLINKS", l, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_lookup_below_the_new_root_stays_below_it()
    {
        using FakeKernel kernel = SamplePlans.EverythingKernel();
        Assert.NotNull(kernel.Launch().Executed);
        Assert.All(
            kernel.Calls.Where(c => c.Text.StartsWith("openat2(<root", StringComparison.Ordinal)),
            c => Assert.EndsWith("IN_ROOT)", c.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Calls_that_would_follow_links_on_the_way_get_single_names_only()
    {
        using FakeKernel kernel = SamplePlans.EverythingKernel();
        Assert.NotNull(kernel.Launch().Executed);
        string[] made = ["mkdirat", "mknodat", "unlinkat", "openat", "move_mount", "symlinkat"];
        string[] below = [.. MountCalls.Of(kernel).Where(c => Array.Exists(made, m => c.StartsWith(m + "(", StringComparison.Ordinal)))];
        Assert.True(below.Length > 20);
        Assert.All(below, c => Assert.DoesNotContain('/', LastQuoted(c)));
    }

    [Fact]
    public void Missing_parents_are_made_one_by_one_from_the_root() =>
        MountCalls.Expect(
            SamplePlans.Bare().Mount(MountKind.Directory, "/a/bc/d", MountFlags.Create),
            $"""
            openat2(<root>, "a/bc", {Lookup}) -> ENOENT
            mkdirat(<root>, "a", 0755)
            openat2(<root>, "a", {Lookup})
            mkdirat(<root:/a>, "bc", 0755)
            openat2(<root:/a>, "bc", {Lookup})
            close(<root:/a>)
            mkdirat(<root:/a/bc>, "d", 00)
            close(<root:/a/bc>)
            """);

    [Fact]
    public void A_parent_that_exists_is_entered_and_not_made() =>
        Assert.Contains("mkdirat(<root>, \"a\", 0755) -> EEXIST", Trace(
            SamplePlans.Bare().Mount(MountKind.Directory, "/a/x", MountFlags.Create).Mount(MountKind.Directory, "/a/b/c", MountFlags.Create)));

    [Theory]
    [InlineData("/a/b", """mkdirat(<root>, "a", 0755)""", 1, C.EACCES)]
    [InlineData("/a/b", """mkdirat(<root>, "a", 0755)""", 1, C.ENOENT)]
    [InlineData("/a/b", """openat2(<root>, "a",""", 1, C.EACCES)]
    [InlineData("/a/b", """openat2(<root>, "a",""", 2, C.EACCES)]
    [InlineData("/a/b", """openat2(<root>, "a",""", 2, C.ENOENT)]
    [InlineData("/a/b", """openat2(<root>, "a",""", 2, C.ELOOP)]
    [InlineData("/a/b/c", """openat2(<root>, "a/b",""", 1, C.EACCES)]
    [InlineData("/a/b/c", """openat2(<root>, "a",""", 1, C.ENOENT)]
    [InlineData("/a/b/c", """mkdirat(<root:/a>, "b", 0755)""", 1, C.EACCES)]
    [InlineData("/a/b/c", """openat2(<root:/a>, "b",""", 1, C.EACCES)]
    [InlineData("/a/b/c", """openat2(<root:/a>, "b",""", 1, C.ENOENT)]
    [InlineData("/a/b/c", """openat2(<root:/a>, "b",""", 1, C.ELOOP)]
    public void A_parent_that_cannot_be_made_ends_the_launch(string target, string failing, int nth, int errno)
    {
        int seen = 0;
        MountCalls.ExpectRefusal(
            SamplePlans.Bare().Mount(MountKind.Tmpfs, target, MountFlags.Create),
            $"Error OpenTarget {errno} {target}",
            k => k.Script(c => c.Text.StartsWith(failing, StringComparison.Ordinal) && ++seen == nth, -errno));
        Assert.Equal(nth, seen);
    }

    [Fact]
    public void A_symbolic_link_on_the_way_to_a_mount_point_ends_the_launch() =>
        MountCalls.ExpectRefusal(
            SamplePlans.Bare().Mount(MountKind.Tmpfs, "/a/b", MountFlags.Create),
            $"Error OpenTarget {C.ELOOP} /a/b",
            k => k.Script("""openat2(<root>, "a",""", -C.ELOOP));

    [Fact]
    public void Neighbours_share_one_lookup_of_their_directory()
    {
        string[] trace = Trace(SamplePlans.Bare()
            .Mount(MountKind.Directory, "/a/x", MountFlags.Create)
            .Mount(MountKind.Tmpfs, "/a/y", MountFlags.Create)
            .Mount(MountKind.Symlink, "/a/z", MountFlags.Create, "x"));

        // Once in vain, once when it has been made; none for the neighbours.
        Assert.Equal(
            [$"openat2(<root>, \"a\", {Lookup}) -> ENOENT", "mkdirat(<root>, \"a\", 0755)", $"openat2(<root>, \"a\", {Lookup})"],
            trace.Take(3));
        Assert.DoesNotContain(trace.Skip(3), c => c.StartsWith("openat2(", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/a/b")]
    [InlineData("/a")]
    public void A_mount_on_or_above_the_remembered_directory_makes_it_look_again(string covered)
    {
        string[] trace = Trace(SamplePlans.Bare()
            .Mount(MountKind.Directory, "/a/b/x", MountFlags.Create)
            .Mount(MountKind.Self, covered)
            .Mount(MountKind.Directory, "/a/b/y", MountFlags.Create));
        Assert.Equal(2, trace.Count(c => c.StartsWith("openat2(<root>, \"a/b\", DIRECTORY", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_tmpfs_over_a_remembered_directory_is_what_later_entries_land_in()
    {
        using FakeKernel kernel = SamplePlans.Bare()
            .Mount(MountKind.Directory, "/a/b/x", MountFlags.Create)
            .Mount(MountKind.Tmpfs, "/a", MountFlags.Create)
            .Mount(MountKind.Directory, "/a/b/y", MountFlags.Create).Kernel();
        ProcessEnd end = kernel.Launch();
        Assert.Contains("entries root:/a root:/a/b root:/a/b/y\n", end.Executed?.Confinement, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/a/b2")]
    [InlineData("/a/bc")]
    [InlineData("/aa")]
    [InlineData("/a/b/x")]
    public void A_mount_elsewhere_leaves_the_remembered_directory_alone(string other)
    {
        string[] trace = Trace(SamplePlans.Bare()
            .Mount(MountKind.Directory, "/a/b2", MountFlags.Create)
            .Mount(MountKind.Directory, "/a/bc", MountFlags.Create)
            .Mount(MountKind.Directory, "/aa", MountFlags.Create)
            .Mount(MountKind.Directory, "/a/b/x", MountFlags.Create)
            .Mount(MountKind.Self, other)
            .Mount(MountKind.Directory, "/a/b/y", MountFlags.Create));
        Assert.Single(trace, c => c.StartsWith("openat2(<root>, \"a/b\", DIRECTORY", StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_that_begins_like_the_remembered_directory_is_not_taken_for_it() =>
        Assert.Contains("mkdirat(<root:/ab>, \"x\", 00)", Trace(
            SamplePlans.Bare().Mount(MountKind.Directory, "/a/x", MountFlags.Create).Mount(MountKind.Directory, "/ab/x", MountFlags.Create)));

    private static string Lookup => "DIRECTORY|CLOEXEC|PATH, NO_MAGICLINKS|NO_SYMLINKS|IN_ROOT";

    private static string[] Trace(PlanBuilder plan)
    {
        using FakeKernel kernel = plan.Kernel();
        Assert.NotNull(kernel.Launch().Executed);
        return [.. MountCalls.Of(kernel)];
    }

    private static string LastQuoted(string call) => call.Split('"')[^2];
}
