using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Tests.Fakes;

namespace Sandbox.Executor.Tests.Plans;

/// <summary>Plans that several tests share.</summary>
internal static class SamplePlans
{
    public const MountFlags Data = MountFlags.NoSuid | MountFlags.NoDev;

    /// <summary>No mounts at all.</summary>
    public static PlanBuilder Bare() => new();

    /// <summary>Every kind of mount in every variant, every optional step.</summary>
    public static PlanBuilder Everything() => new PlanBuilder
    {
        Flags = PlanFlags.ForbidNestedUserNamespaces | PlanFlags.DropSupplementaryGroups | PlanFlags.HasCredentials,
        Candidates = ["/home/u/bin/tool", "/usr/bin/tool"],
        LandlockAccess = 0xffff,
        LandlockRules = [("/", 0xd), ("/tmp", 0x77bf), ("/opt/gone", 0x77bf)],
    }
        .Mount(MountKind.Bind, "/usr", Data | MountFlags.ReadOnly | MountFlags.Recursive | MountFlags.Create, "/usr")
        .Mount(MountKind.Bind, "/srv/a", Data | MountFlags.Create | MountFlags.VerifyIdentity, "/srv/a", other: new PlanMount { Device = 7, Inode = 11 })
        .Mount(MountKind.Bind, "/etc/hosts", Data | MountFlags.IsFile | MountFlags.ReadOnly | MountFlags.NoExec | MountFlags.Create, "/etc/hosts")
        .Mount(MountKind.Bind, "/opt/gone", Data | MountFlags.Optional | MountFlags.Create, "/opt/gone")
        .Mount(MountKind.Tmpfs, "/tmp", Data | MountFlags.Create, other: new PlanMount { Size = 1 << 20, Inodes = 500, Mode = 0b1_111_111_111 })
        .Mount(MountKind.Proc, "/proc", MountFlags.Create)
        .Mount(MountKind.Devpts, "/dev/pts", MountFlags.Create)
        .Mount(MountKind.Symlink, "/bin", MountFlags.Create, "usr/bin")
        .Mount(MountKind.Directory, "/home/u", MountFlags.Create, other: new PlanMount { Mode = 0b111_000_000 })
        .Mount(MountKind.File, "/etc/passwd", MountFlags.Create, data: "u:x:1000:100::/home/u:/bin/sh\n", other: new PlanMount { Mode = 0b110_100_100 })
        .Mount(MountKind.Mask, "/proc/kcore", MountFlags.IsFile)
        .Mount(MountKind.Mask, "/proc/keys", MountFlags.IsFile | MountFlags.Optional)
        .Mount(MountKind.Mask, "/proc/acpi", MountFlags.Optional)
        .Mount(MountKind.Self, "/srv/a/.git", Data | MountFlags.ReadOnly | MountFlags.Recursive)
        .Mount(MountKind.Self, "/srv/a/.gone", Data | MountFlags.Recursive | MountFlags.Optional)
        .Mount(MountKind.Relock, "/tmp")
        .Mount(MountKind.Relock, "/");

    /// <summary>No mounts, and a network whose connections are captured.</summary>
    /// <summary>A captured network, followed in the process that makes it.</summary>
    public static FakeKernel Maker(params IReadOnlyList<ushort> named)
    {
        FakeKernel kernel = Captured(named).Kernel();
        kernel.IsNetworkMaker = true;
        return kernel;
    }

    public static PlanBuilder Captured(params IReadOnlyList<ushort> named) => new()
    {
        Network = new PlanNetwork { Kind = (uint)NetworkKind.Capture, Flags = (uint)(named.Count > 0 ? NetworkFlags.MayBeWeaker : NetworkFlags.None) },
        NamedPorts = named,
    };

    /// <summary>A kernel on which <see cref="Everything"/> starts, with what is optional in it missing.</summary>
    public static FakeKernel EverythingKernel() => Prepare(Everything().Kernel());

    /// <summary>The same plan in a file.</summary>
    public static FakeKernel EverythingFileKernel() => Prepare(Everything().WithoutCredentials().Kernel());

    private static FakeKernel Prepare(FakeKernel kernel)
    {
        kernel.Identities["host:/srv/a"] = (7, 11);
        kernel.Missing.UnionWith(["host:/opt/gone", "root:/proc/keys", "root:/srv/a/.gone", "/opt/gone"]);
        kernel.Programs["/home/u/bin/tool"] = C.ENOENT;
        return kernel;
    }
}
