using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Mounting;

/// <summary>Changes to what is already mounted.</summary>
public sealed class SelfAndRelockTests
{
    private const string Resolve = "NO_MAGICLINKS|NO_SYMLINKS|IN_ROOT";

    [Fact]
    public void A_path_is_locked_by_a_read_only_copy_of_itself_on_top() =>
        Expect(
            MountKind.Self, "/w/.git", SamplePlans.Data | MountFlags.ReadOnly | MountFlags.Recursive,
            $"""
            openat2(<root>, "w/.git", CLOEXEC|PATH, {Resolve})
            open_tree_attr(<root:/w/.git>, "", CLONE|EMPTY_PATH|RECURSIVE|CLOEXEC, RDONLY|NOSUID|NODEV)
            move_mount(<copy of root:/w/.git>, "", <root:/w/.git>, "", F_EMPTY_PATH|T_EMPTY_PATH)
            close_range(12, 13)
            """);

    [Fact]
    public void A_path_is_pinned_by_a_writable_copy_of_itself_on_top() =>
        Expect(
            MountKind.Self, "/w/.git", SamplePlans.Data | MountFlags.Recursive,
            $"""
            openat2(<root>, "w/.git", CLOEXEC|PATH, {Resolve})
            open_tree_attr(<root:/w/.git>, "", CLONE|EMPTY_PATH|RECURSIVE|CLOEXEC, NOSUID|NODEV)
            move_mount(<copy of root:/w/.git>, "", <root:/w/.git>, "", F_EMPTY_PATH|T_EMPTY_PATH)
            close_range(12, 13)
            """);

    [Fact]
    public void An_optional_lock_on_nothing_is_passed_over() =>
        Expect(
            MountKind.Self, "/w/.git", MountFlags.ReadOnly | MountFlags.Optional,
            $"""openat2(<root>, "w/.git", CLOEXEC|PATH, {Resolve}) -> ENOENT""",
            "root:/w/.git");

    [Fact]
    public void A_required_lock_on_nothing_ends_the_launch() =>
        MountCalls.ExpectRefusal(
            Workspace().Mount(MountKind.Self, "/w/.git", MountFlags.ReadOnly),
            $"Error OpenTarget {C.ENOENT} /w/.git",
            k => k.Missing.Add("root:/w/.git"));

    [Fact]
    public void A_symbolic_link_in_the_place_of_a_locked_path_ends_the_launch_even_when_optional() =>
        MountCalls.ExpectRefusal(
            Workspace().Mount(MountKind.Self, "/w/.git", MountFlags.ReadOnly | MountFlags.Optional),
            $"Error OpenTarget {C.ELOOP} /w/.git",
            k => k.Script("""openat2(<root>, "w/.git",""", -C.ELOOP));

    [Fact]
    public void Relocking_touches_the_mount_itself_and_not_what_is_below_it() =>
        Expect(
            MountKind.Relock, "/w", MountFlags.None,
            """
            openat2(<root>, "w", CLOEXEC|PATH, NO_SYMLINKS|IN_ROOT)
            mount_setattr(<root:/w>, "", EMPTY_PATH, RDONLY)
            close(<root:/w>)
            """);

    [Fact]
    public void Relocking_the_root_uses_the_descriptor_that_is_there() =>
        Expect(
            MountKind.Relock, "/", MountFlags.None,
            """
            mount_setattr(<root>, "", EMPTY_PATH, RDONLY)
            """);

    [Theory]
    [InlineData("""openat2(<root>, "w",""")]
    [InlineData("mount_setattr(<root:/w>")]
    public void A_mount_that_cannot_be_relocked_ends_the_launch(string failing) =>
        MountCalls.ExpectRefusal(Workspace().Mount(MountKind.Relock, "/w"), $"Error RelockMount {C.EPERM} /w", k => k.Script(failing, -C.EPERM));

    [Fact]
    public void On_an_older_kernel_a_lock_is_two_calls() =>
        MountCalls.Expect(
            Workspace().Mount(MountKind.Self, "/w/a", MountFlags.ReadOnly),
            $"""
            {WorkspaceCalls.Replace("CLOEXEC, 0)\n", $"CLOEXEC, 0) -> ENOSYS\n{OldClone}\n", StringComparison.Ordinal)}
            openat2(<root>, "w/a", CLOEXEC|PATH, {Resolve})
            open_tree_attr(<root:/w/a>, "", CLONE|EMPTY_PATH|CLOEXEC, RDONLY) -> ENOSYS
            open_tree(<root:/w/a>, "", CLONE|EMPTY_PATH|CLOEXEC)
            mount_setattr(<copy of root:/w/a>, "", EMPTY_PATH, RDONLY)
            move_mount(<copy of root:/w/a>, "", <root:/w/a>, "", F_EMPTY_PATH|T_EMPTY_PATH)
            close_range(12, 13)
            """,
            k => k.Script(Nr.open_tree_attr, -C.ENOSYS));

    private static string OldClone =>
        """
        open_tree(<host:/w>, "", CLONE|EMPTY_PATH|CLOEXEC)
        mount_setattr(<copy of host:/w>, "", EMPTY_PATH, 0)
        """;

    private static string WorkspaceCalls =>
        $"""
        openat2(<host>, "w", CLOEXEC|PATH, NO_MAGICLINKS|NO_SYMLINKS)
        open_tree_attr(<host:/w>, "", CLONE|EMPTY_PATH|CLOEXEC, 0)
        mkdirat(<root>, "w", 0755)
        move_mount(<copy of host:/w>, "", <root>, "w", F_EMPTY_PATH)
        close_range(12, 13)
        """;

    private static void Expect(MountKind kind, string target, MountFlags flags, string expected, string? missing = null) =>
        MountCalls.Expect(
            Workspace().Mount(kind, target, flags),
            $"""
            {WorkspaceCalls}
            {expected}
            """,
            k => _ = missing is null || k.Missing.Add(missing));

    private static PlanBuilder Workspace() => SamplePlans.Bare().Mount(MountKind.Bind, "/w", MountFlags.Create, "/w");
}
