using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Mounting;

/// <summary>Things that nobody inside may read.</summary>
public sealed class MaskTests
{
    [Fact]
    public void Files_are_covered_by_clones_of_one_nameless_unreadable_empty_file() =>
        MountCalls.Expect(
            Proc().Mount(MountKind.Mask, "/proc/kcore", MountFlags.IsFile).Mount(MountKind.Mask, "/proc/keys", MountFlags.IsFile),
            $"""
            {ProcCalls}
            {Open("kcore")}
            mknodat(<root>, ".mask", 0100000)
            openat(<root>, ".mask", NOFOLLOW|CLOEXEC|PATH)
            {Mask("kcore")}
            {Open("keys")}
            {Mask("keys")}
            unlinkat(<root>, ".mask")
            close(<root:/.mask>)
            """);

    [Fact]
    public void A_directory_is_covered_by_a_read_only_tmpfs_of_mode_0_that_holds_nothing() =>
        MountCalls.Expect(
            Proc().Mount(MountKind.Mask, "/proc/acpi"),
            $"""
            {ProcCalls}
            {Open("acpi")}
            fsopen("tmpfs")
            fsconfig(<tmpfs context>, "size", "4k")
            fsconfig(<tmpfs context>, "nr_inodes", "1")
            fsconfig(<tmpfs context>, "mode", "0")
            fsconfig(<tmpfs context>, create)
            fsmount(<tmpfs context>, RDONLY|NOSUID|NODEV|NOEXEC)
            close(<tmpfs context>)
            move_mount(<new tmpfs>, "", <root:/proc/acpi>, "", F_EMPTY_PATH|T_EMPTY_PATH)
            close(<new tmpfs>)
            close(<root:/proc/acpi>)
            """);

    [Theory]
    [InlineData(MountFlagBits.IsFile)]
    [InlineData(MountFlagBits.None)]
    public void An_optional_mask_over_nothing_is_passed_over_before_a_cover_is_made(int flags) =>
        MountCalls.Expect(
            Proc().Mount(MountKind.Mask, "/proc/x", MountFlags.Optional | (MountFlags)flags),
            $"""
            {ProcCalls}
            {Open("x")} -> ENOENT
            """,
            k => k.Missing.Add("root:/proc/x"));

    [Theory]
    [InlineData(C.EPERM)]
    [InlineData(C.EACCES)]
    [InlineData(C.ELOOP)]
    public void Even_an_optional_mask_ends_the_launch_when_its_target_cannot_be_opened(int errno) =>
        MountCalls.ExpectRefusal(
            Proc().Mount(MountKind.Mask, "/proc/x", MountFlags.IsFile | MountFlags.Optional),
            $"Error OpenTarget {errno} /proc/x",
            k => k.Script("openat2(<root>, \"proc/x\"", -errno));

    [Theory]
    [InlineData(C.EPERM)]
    [InlineData(C.ENOENT)]
    public void A_mask_whose_file_keeps_its_name_ends_the_launch(int errno) =>
        MountCalls.ExpectRefusal(
            Proc().Mount(MountKind.Mask, "/proc/x", MountFlags.IsFile),
            $"Error CreateTarget {errno} .mask",
            k => k.Script("unlinkat(", -errno));

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
    [InlineData(C.ENOENT)]
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

    private static string Open(string name) => $"""openat2(<root>, "proc/{name}", CLOEXEC|PATH, NO_MAGICLINKS|NO_SYMLINKS|IN_ROOT)""";

    private static string Mask(string name) =>
        $"""
        open_tree_attr(<root:/.mask>, "", CLONE|EMPTY_PATH|CLOEXEC, RDONLY|NOSUID|NODEV|NOEXEC)
        move_mount(<copy of root:/.mask>, "", <root:/proc/{name}>, "", F_EMPTY_PATH|T_EMPTY_PATH)
        close(<copy of root:/.mask>)
        close(<root:/proc/{name}>)
        """;

    private static PlanBuilder Proc() => SamplePlans.Bare().Mount(MountKind.Proc, "/proc", MountFlags.Create);
}
