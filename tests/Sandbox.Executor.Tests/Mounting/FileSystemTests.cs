using Sandbox.Executor.Plan;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Mounting;

/// <summary>File systems of the sandbox's own.</summary>
public sealed class FileSystemTests
{
    [Theory]
    [InlineData(1UL << 20, 500UL, 0b1_111_111_111, "1048576", "500", "1777")]
    [InlineData(1UL, 1UL, 0, "1", "1", "0")]
    [InlineData(ulong.MaxValue, ulong.MaxValue, 0b111_111_111_111, "18446744073709551615", "18446744073709551615", "7777")]
    public void A_tmpfs_has_the_planned_size_inodes_and_octal_mode(ulong size, ulong inodes, int mode, string sizeText, string inodeText, string modeText) =>
        MountCalls.Expect(
            SamplePlans.Bare().Mount(
                MountKind.Tmpfs, "/tmp", SamplePlans.Data | MountFlags.Create, other: new PlanMount { Size = size, Inodes = inodes, Mode = (uint)mode }),
            $"""
            fsopen("tmpfs")
            fsconfig(<tmpfs context>, "size", "{sizeText}")
            fsconfig(<tmpfs context>, "nr_inodes", "{inodeText}")
            fsconfig(<tmpfs context>, "mode", "{modeText}")
            fsconfig(<tmpfs context>, create)
            fsmount(<tmpfs context>, NOSUID|NODEV)
            close(<tmpfs context>)
            mkdirat(<root>, "tmp", 0755)
            move_mount(<new tmpfs>, "", <root>, "tmp", F_EMPTY_PATH)
            close(<new tmpfs>)
            """);

    [Fact]
    public void A_tmpfs_without_size_and_inodes_has_the_kernels() =>
        MountCalls.Expect(
            SamplePlans.Bare().Mount(MountKind.Tmpfs, "/tmp", MountFlags.Create | MountFlags.NoExec, other: new PlanMount { Mode = 0b111_000_000 }),
            $"""
            fsopen("tmpfs")
            fsconfig(<tmpfs context>, "mode", "700")
            fsconfig(<tmpfs context>, create)
            fsmount(<tmpfs context>, NOEXEC)
            close(<tmpfs context>)
            mkdirat(<root>, "tmp", 0755)
            move_mount(<new tmpfs>, "", <root>, "tmp", F_EMPTY_PATH)
            close(<new tmpfs>)
            """);

    [Fact]
    public void A_procfs_is_always_nosuid_nodev_noexec() =>
        MountCalls.Expect(
            SamplePlans.Bare().Mount(MountKind.Proc, "/proc", MountFlags.Create),
            $"""
            fsopen("proc")
            fsconfig(<proc context>, create)
            fsmount(<proc context>, NOSUID|NODEV|NOEXEC)
            close(<proc context>)
            mkdirat(<root>, "proc", 0755)
            move_mount(<new proc>, "", <root>, "proc", F_EMPTY_PATH)
            close(<new proc>)
            """);

    [Fact]
    public void A_devpts_keeps_its_devices_and_lets_everyone_open_the_master() =>
        MountCalls.Expect(
            SamplePlans.Bare().Mount(MountKind.Devpts, "/pts", MountFlags.Create),
            $"""
            fsopen("devpts")
            fsconfig(<devpts context>, "ptmxmode", "0666")
            fsconfig(<devpts context>, "mode", "0620")
            fsconfig(<devpts context>, create)
            fsmount(<devpts context>, NOSUID|NOEXEC)
            close(<devpts context>)
            mkdirat(<root>, "pts", 0755)
            move_mount(<new devpts>, "", <root>, "pts", F_EMPTY_PATH)
            close(<new devpts>)
            """);
}
