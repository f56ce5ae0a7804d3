namespace Sandbox.Testing.Tests;

/// <summary>Mounts and control groups in a census.</summary>
public sealed class CensusMountTests : IDisposable
{
    private static readonly CensusScope Nothing = new() { Programs = [], MountsUnder = [], Cgroups = [] };
    private readonly TempDirectory directory = TempDirectory.Create();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_mount_left_behind_is_named_and_not_entered()
    {
        TestHost.RequireRoot();
        string point = directory.Directory("a b");
        Census before = Census.Take(Nothing with { MountsUnder = [directory.Path], Directories = [directory.Path] });
        _ = ProcessRun.Run("/usr/bin/mount", "--bind", "/etc", point).ExpectExit();
        IReadOnlyList<string> difference;
        try
        {
            difference = Census.Take(before.Scope).DifferenceFrom(before);
        }
        finally
        {
            _ = ProcessRun.Run("/usr/bin/umount", point).ExpectExit();
        }

        Assert.Equal(2, difference.Count);
        Assert.EndsWith("mount point", difference[0], StringComparison.Ordinal);
        Assert.StartsWith($"+ mount {point} #", difference[1], StringComparison.Ordinal);
        before.AssertRestored();
    }

    [Theory]
    [InlineData("/a", "/", true)]
    [InlineData("/a/b", "/a", true)]
    [InlineData("/a", "/a/", true)]
    [InlineData("/ab", "/a", false)]
    [InlineData("/", "/a", false)]
    public void A_scope_ends_at_a_path_component(string path, string root, bool under) =>
        Assert.Equal(under, MountCensus.IsUnder(path, root));

    [Fact]
    public void The_kernels_escapes_are_undone() => Assert.Equal("/a b\\c", MountCensus.Unescape("/a\\040b\\134c"));

    [Fact]
    public void A_control_group_is_known_by_its_name_at_any_depth()
    {
        CensusScope scope = Nothing with { Cgroups = ["claude-sandbox"], CgroupRoot = directory.Path };
        Census before = Census.Take(scope);
        string made = directory.Directory("pids", "user.slice", "claude-sandbox-17");
        _ = directory.Directory("pids", "user.slice", "other");

        Assert.Equal([$"+ cgroup {made}: exists"], Census.Take(scope).DifferenceFrom(before));
    }

    [Fact]
    public void The_real_control_groups_can_be_read() =>
        Assert.DoesNotContain(Census.Take(Nothing with { Cgroups = ["no-such-name"] }).Entries, static _ => true);
}
