using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Mounting;

/// <summary>Host paths in the sandbox.</summary>
public sealed class BindTests
{
    private const MountFlags Plain = MountFlags.Create;
    private const string Lookup = "DIRECTORY|CLOEXEC|PATH, NO_MAGICLINKS|NO_SYMLINKS|IN_ROOT";

    [Theory]
    [InlineData(MountFlagBits.ReadOnly, "CLONE|EMPTY_PATH|CLOEXEC, RDONLY")]
    [InlineData(MountFlagBits.None, "CLONE|EMPTY_PATH|CLOEXEC, 0")]
    [InlineData(MountFlagBits.Recursive, "CLONE|EMPTY_PATH|RECURSIVE|CLOEXEC, 0")]
    [InlineData(MountFlagBits.ReadOnly | MountFlagBits.Recursive, "CLONE|EMPTY_PATH|RECURSIVE|CLOEXEC, RDONLY")]
    [InlineData(MountFlagBits.NoSuid, "CLONE|EMPTY_PATH|CLOEXEC, NOSUID")]
    [InlineData(MountFlagBits.NoDev, "CLONE|EMPTY_PATH|CLOEXEC, NODEV")]
    [InlineData(MountFlagBits.NoExec, "CLONE|EMPTY_PATH|CLOEXEC, NOEXEC")]
    [InlineData(MountFlagBits.All, "CLONE|EMPTY_PATH|RECURSIVE|CLOEXEC, RDONLY|NOSUID|NODEV|NOEXEC")]
    public void A_directory_is_cloned_with_exactly_the_planned_attributes(int flags, string expected) =>
        MountCalls.Expect(
            SamplePlans.Bare().Mount(MountKind.Bind, "/a", Plain | (MountFlags)flags, "/srv/data"),
            $"""
            openat2(<host>, "srv/data", CLOEXEC|PATH, NO_MAGICLINKS|NO_SYMLINKS)
            open_tree_attr(<host:/srv/data>, "", {expected})
            mkdirat(<root>, "a", 0755)
            move_mount(<copy of host:/srv/data>, "", <root>, "a", F_EMPTY_PATH)
            close_range(12, 13)
            """);

    [Fact]
    public void A_file_gets_an_empty_file_as_its_mount_point() =>
        MountCalls.Expect(
            SamplePlans.Bare().Mount(MountKind.Bind, "/hosts", Plain | MountFlags.IsFile, "/etc/hosts"),
            $"""
            openat2(<host>, "etc/hosts", CLOEXEC|PATH, NO_MAGICLINKS|NO_SYMLINKS)
            open_tree_attr(<host:/etc/hosts>, "", CLONE|EMPTY_PATH|CLOEXEC, 0)
            mknodat(<root>, "hosts", 0100444)
            move_mount(<copy of host:/etc/hosts>, "", <root>, "hosts", F_EMPTY_PATH)
            close_range(12, 13)
            """);

    [Fact]
    public void The_whole_host_root_is_opened_as_a_dot() =>
        MountCalls.Expect(
            SamplePlans.Bare().Mount(MountKind.Bind, "/host", Plain, "/"),
            $"""
            openat2(<host>, ".", CLOEXEC|PATH, NO_MAGICLINKS|NO_SYMLINKS)
            open_tree_attr(<host>, "", CLONE|EMPTY_PATH|CLOEXEC, 0)
            mkdirat(<root>, "host", 0755)
            move_mount(<copy of host>, "", <root>, "host", F_EMPTY_PATH)
            close_range(12, 13)
            """);

    [Fact]
    public void Without_create_nothing_is_made_for_a_mount_point() =>
        MountCalls.ExpectRefusal(
            SamplePlans.Bare().Mount(MountKind.Bind, "/a", MountFlags.None, "/srv/data"),
            $"Error AttachMount {C.ENOENT} /a");

    [Fact]
    public void An_optional_source_that_is_gone_is_passed_over() =>
        MountCalls.Expect(
            SamplePlans.Bare().Mount(MountKind.Bind, "/a", Plain | MountFlags.Optional, "/srv/data"),
            """openat2(<host>, "srv/data", CLOEXEC|PATH, NO_MAGICLINKS|NO_SYMLINKS) -> ENOENT""",
            k => k.Missing.Add("host:/srv/data"));

    [Fact]
    public void A_required_source_that_is_gone_ends_the_launch() =>
        MountCalls.ExpectRefusal(
            SamplePlans.Bare().Mount(MountKind.Bind, "/a", Plain, "/srv/data"),
            $"Error OpenSource {C.ENOENT} /srv/data",
            k => k.Missing.Add("host:/srv/data"));

    [Theory]
    [InlineData(C.ELOOP)]
    [InlineData(C.EACCES)]
    [InlineData(C.ENOTDIR)]
    public void Even_an_optional_source_ends_the_launch_when_it_cannot_be_opened_for_another_reason(int errno) =>
        MountCalls.ExpectRefusal(
            SamplePlans.Bare().Mount(MountKind.Bind, "/a", Plain | MountFlags.Optional, "/srv/data"),
            $"Error OpenSource {errno} /srv/data",
            k => k.Script("openat2(<host>", -errno));

    [Fact]
    public void The_very_object_that_was_planned_is_mounted() =>
        MountCalls.Expect(
            SamplePlans.Bare().Mount(MountKind.Bind, "/a", Plain | MountFlags.VerifyIdentity, "/srv", other: new PlanMount { Device = 7, Inode = 11 }),
            $"""
            openat2(<host>, "srv", CLOEXEC|PATH, NO_MAGICLINKS|NO_SYMLINKS)
            fstat(<host:/srv>)
            open_tree_attr(<host:/srv>, "", CLONE|EMPTY_PATH|CLOEXEC, 0)
            mkdirat(<root>, "a", 0755)
            move_mount(<copy of host:/srv>, "", <root>, "a", F_EMPTY_PATH)
            close_range(12, 13)
            """,
            k => k.Identities["host:/srv"] = (7, 11));

    [Theory]
    [InlineData(7, 12)]
    [InlineData(8, 11)]
    [InlineData(11, 7)]
    public void Another_object_in_the_place_of_the_planned_one_is_refused_before_it_is_cloned(ulong device, ulong inode)
    {
        PlanBuilder plan = SamplePlans.Bare()
            .Mount(MountKind.Bind, "/a", Plain | MountFlags.VerifyIdentity, "/srv", other: new PlanMount { Device = 7, Inode = 11 });
        using Fakes.FakeKernel kernel = plan.Kernel();
        kernel.Identities["host:/srv"] = (device, inode);
        Assert.Equal(125, kernel.Launch().ExitCode);
        Assert.Equal($"write(<status>, Error SourceChanged {C.ESTALE} /srv)", kernel.Calls[^2].Text);
        Assert.DoesNotContain(kernel.Calls, c => c.Is("open_tree_attr") || c.Is("open_tree"));
    }

    [Fact]
    public void Before_Linux_6_15_a_mount_is_cloned_and_then_given_its_attributes() =>
        MountCalls.Expect(
            SamplePlans.Bare().Mount(MountKind.Bind, "/a", Plain | MountFlags.ReadOnly | MountFlags.Recursive, "/srv"),
            $"""
            openat2(<host>, "srv", CLOEXEC|PATH, NO_MAGICLINKS|NO_SYMLINKS)
            open_tree_attr(<host:/srv>, "", CLONE|EMPTY_PATH|RECURSIVE|CLOEXEC, RDONLY) -> ENOSYS
            open_tree(<host:/srv>, "", CLONE|EMPTY_PATH|RECURSIVE|CLOEXEC)
            mount_setattr(<copy of host:/srv>, "", EMPTY_PATH|RECURSIVE, RDONLY)
            mkdirat(<root>, "a", 0755)
            move_mount(<copy of host:/srv>, "", <root>, "a", F_EMPTY_PATH)
            close_range(12, 13)
            """,
            k => k.Script(Nr.open_tree_attr, -C.ENOSYS));

    [Theory]
    [InlineData(C.ENOSYS)]
    [InlineData(C.EPERM)]
    public void Two_descriptors_that_cannot_be_closed_by_one_call_are_closed_one_by_one(int errno) =>
        MountCalls.Expect(
            SamplePlans.Bare().Mount(MountKind.Bind, "/a", Plain, "/srv"),
            $"""
            openat2(<host>, "srv", CLOEXEC|PATH, NO_MAGICLINKS|NO_SYMLINKS)
            open_tree_attr(<host:/srv>, "", CLONE|EMPTY_PATH|CLOEXEC, 0)
            mkdirat(<root>, "a", 0755)
            move_mount(<copy of host:/srv>, "", <root>, "a", F_EMPTY_PATH)
            close_range(12, 13) -> E{Fakes.Symbols.Value("E", errno)}
            close(<copy of host:/srv>)
            close(<host:/srv>)
            """,
            k => k.Script("close_range(12, 13)", -errno));

    [Fact]
    public void Two_descriptors_with_another_between_them_are_closed_one_by_one() =>
        MountCalls.Expect(
            SamplePlans.Bare()
                .Mount(MountKind.Directory, "/a/b", MountFlags.Create)
                .Mount(MountKind.Bind, "/d", Plain, "/srv")
                .Mount(MountKind.Directory, "/c/x", MountFlags.Create)
                .Mount(MountKind.Bind, "/c/y", Plain, "/opt"),
            $"""
            openat2(<root>, "a", {Lookup}) -> ENOENT
            mkdirat(<root>, "a", 0755)
            openat2(<root>, "a", {Lookup})
            mkdirat(<root:/a>, "b", 00)
            openat2(<host>, "srv", CLOEXEC|PATH, NO_MAGICLINKS|NO_SYMLINKS)
            open_tree_attr(<host:/srv>, "", CLONE|EMPTY_PATH|CLOEXEC, 0)
            mkdirat(<root>, "d", 0755)
            move_mount(<copy of host:/srv>, "", <root>, "d", F_EMPTY_PATH)
            close_range(13, 14)
            openat2(<root>, "c", {Lookup}) -> ENOENT
            mkdirat(<root>, "c", 0755)
            openat2(<root>, "c", {Lookup})
            close(<root:/a>)
            mkdirat(<root:/c>, "x", 00)
            openat2(<host>, "opt", CLOEXEC|PATH, NO_MAGICLINKS|NO_SYMLINKS)
            open_tree_attr(<host:/opt>, "", CLONE|EMPTY_PATH|CLOEXEC, 0)
            mkdirat(<root:/c>, "y", 0755)
            move_mount(<copy of host:/opt>, "", <root:/c>, "y", F_EMPTY_PATH)
            close(<copy of host:/opt>)
            close(<host:/opt>)
            close(<root:/c>)
            """);

    [Theory]
    [InlineData("open_tree(")]
    [InlineData("mount_setattr(<copy of host:/srv>")]
    public void A_clone_that_cannot_be_locked_on_an_older_kernel_is_not_attached(string failing)
    {
        using Fakes.FakeKernel kernel = SamplePlans.Bare().Mount(MountKind.Bind, "/a", Plain | MountFlags.ReadOnly, "/srv").Kernel();
        kernel.Script(Nr.open_tree_attr, -C.ENOSYS).Script(failing, -C.EPERM);
        Assert.Equal(125, kernel.Launch().ExitCode);
        Assert.Equal($"write(<status>, Error CloneMount {C.EPERM} /srv)", kernel.Calls[^2].Text);
        Assert.DoesNotContain(kernel.Attached, a => a.StartsWith("root:/a", StringComparison.Ordinal));
    }
}
