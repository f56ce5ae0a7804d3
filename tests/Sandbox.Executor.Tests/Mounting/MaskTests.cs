using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Mounting;

/// <summary>Things that nobody inside may read.</summary>
public sealed class MaskTests
{
    private static string Find(string name) => $"""openat2(<root>, "proc/{name}", CLOEXEC|PATH, NO_MAGICLINKS|NO_SYMLINKS|IN_ROOT)""";

    private static string Cover(string mount, string name) =>
        $"""
        move_mount(<{mount}>, "", <root:/proc/{name}>, "", F_EMPTY_PATH|T_EMPTY_PATH)
        close(<{mount}>)
        close(<root:/proc/{name}>)
        """;

    [Fact]
    public void Files_are_covered_by_clones_of_one_nameless_unreadable_empty_file() =>
        MountCalls.Expect(
            Proc().Mount(MountKind.Mask, "/proc/kcore", MountFlags.IsFile).Mount(MountKind.Mask, "/proc/keys", MountFlags.IsFile),
            $"""
            {ProcCalls}
            {Find("kcore")}
            mknodat(<root>, ".mask", 0100000)
            openat(<root>, ".mask", NOFOLLOW|CLOEXEC|PATH)
            open_tree_attr(<root:/.mask>, "", CLONE|EMPTY_PATH|CLOEXEC, RDONLY|NOSUID|NODEV|NOEXEC)
            {Cover("copy of root:/.mask", "kcore")}
            {Find("keys")}
            open_tree_attr(<root:/.mask>, "", CLONE|EMPTY_PATH|CLOEXEC, RDONLY|NOSUID|NODEV|NOEXEC)
            {Cover("copy of root:/.mask", "keys")}
            unlinkat(<root>, ".mask")
            close(<root:/.mask>)
            """);

    [Fact]
    public void A_directory_is_covered_by_a_read_only_tmpfs_of_mode_0_that_holds_nothing() =>
        MountCalls.Expect(
            Proc().Mount(MountKind.Mask, "/proc/acpi"),
            $"""
            {ProcCalls}
            {Find("acpi")}
            fsopen("tmpfs")
            fsconfig(<tmpfs context>, "size", "4k")
            fsconfig(<tmpfs context>, "nr_inodes", "1")
            fsconfig(<tmpfs context>, "mode", "0")
            fsconfig(<tmpfs context>, create)
            fsmount(<tmpfs context>, RDONLY|NOSUID|NODEV|NOEXEC)
            close(<tmpfs context>)
            {Cover("new tmpfs", "acpi")}
            """);

    [Theory]
    [InlineData(MountFlagBits.IsFile)]
    [InlineData(MountFlagBits.None)]
    public void An_optional_mask_over_nothing_is_passed_over_before_anything_is_made(int flags)
    {
        using Fakes.FakeKernel kernel = Proc().Mount(MountKind.Mask, "/proc/x", MountFlags.Optional | (MountFlags)flags).Kernel();
        kernel.Missing.Add("root:/proc/x");
        Assert.NotNull(kernel.Launch().Executed);
        string[] calls = [.. MountCalls.Of(kernel)];
        int looked = Array.FindIndex(calls, c => c.StartsWith(Find("x"), StringComparison.Ordinal));
        Assert.Equal("close(<root>)", calls[looked + 1]);
    }

    [Theory]
    [InlineData(MountFlagBits.IsFile)]
    [InlineData(MountFlagBits.None)]
    public void An_optional_mask_below_a_missing_directory_is_passed_over(int flags)
    {
        using Fakes.FakeKernel kernel = SamplePlans.Bare().Mount(MountKind.Mask, "/none/x", MountFlags.Optional | (MountFlags)flags).Kernel();
        Assert.NotNull(kernel.Launch().Executed);
        Assert.Single(kernel.Attached);
    }

    [Theory]
    [InlineData(MountFlagBits.IsFile)]
    [InlineData(MountFlagBits.None)]
    public void A_required_mask_over_nothing_ends_the_launch(int flags) =>
        MountCalls.ExpectRefusal(
            Proc().Mount(MountKind.Mask, "/proc/x", (MountFlags)flags),
            $"Error OpenTarget {C.ENOENT} /proc/x",
            k => k.Missing.Add("root:/proc/x"));

    [Theory]
    [InlineData(C.EPERM)]
    [InlineData(C.EACCES)]
    [InlineData(C.ELOOP)]
    public void Even_an_optional_mask_ends_the_launch_when_it_cannot_be_attached(int errno) =>
        MountCalls.ExpectRefusal(
            Proc().Mount(MountKind.Mask, "/proc/x", MountFlags.IsFile | MountFlags.Optional),
            $"Error AttachMount {errno} /proc/x",
            k => k.Script("move_mount(<copy of root:/.mask>", -errno));

    private static string ProcCalls =>
        $"""
        fsopen("proc")
        fsconfig(<proc context>, create)
        fsmount(<proc context>, NOSUID|NODEV|NOEXEC)
        close(<proc context>)
        mkdirat(<root>, "proc", 0755)
        move_mount(<new proc>, "", <root>, "proc", F_EMPTY_PATH)
        close(<new proc>)
        """;

    private static PlanBuilder Proc() => SamplePlans.Bare().Mount(MountKind.Proc, "/proc", MountFlags.Create);
}
