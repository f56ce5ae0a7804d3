using Sandbox.Backends.Native;
using Sandbox.Core.Plans;
using Sandbox.Executor.Plan;

namespace Sandbox.Backends.Tests.Native;

/// <summary>One record per planned mount, with nothing added and nothing lost.</summary>
public sealed class MountCompilerTests
{
    private const MountFlags Always = MountFlags.NoSuid;

    // A bind that says nothing but where: read-only, with what is mounted below it, without devices.
    private const MountFlags Default = Always | MountFlags.ReadOnly | MountFlags.Recursive | MountFlags.Create | MountFlags.NoDev;

    private static readonly BindMount Bind = new() { Target = "/t", Source = "/s", Reason = "r" };

    private static readonly (PlannedMount Mount, PlanMount Record)[] Known =
    [
        (Bind, Record(MountKind.Bind, Default)),
        (Bind with { Writable = true }, Record(MountKind.Bind, Default & ~MountFlags.ReadOnly)),
        (Bind with { Recursive = false }, Record(MountKind.Bind, Default & ~MountFlags.Recursive)),
        (Bind with { IsFile = true, Create = false }, Record(MountKind.Bind, (Default & ~MountFlags.Create) | MountFlags.IsFile)),
        (Bind with { Optional = true, NoExec = true }, Record(MountKind.Bind, Default | MountFlags.NoExec | MountFlags.Optional)),
        (Bind with { AllowDevices = true }, Record(MountKind.Bind, Default & ~MountFlags.NoDev)),
        (Bind with { Identity = (7, ulong.MaxValue) }, Record(MountKind.Bind, Default | MountFlags.VerifyIdentity, device: 7, inode: ulong.MaxValue)),
        (Bind with { Identity = (0, 0) }, Record(MountKind.Bind, Default | MountFlags.VerifyIdentity)),
        (new TmpfsMount { Target = "/t", Reason = "r", Size = 1L << 40, Inodes = 9, Mode = 0b001_111_111_111 },
            Record(MountKind.Tmpfs, Always | MountFlags.Create | MountFlags.NoDev, mode: 0b001_111_111_111, size: 1UL << 40, inodes: 9)),
        (new TmpfsMount { Target = "/t", Reason = "r", Size = 1, NoExec = true },
            Record(MountKind.Tmpfs, Always | MountFlags.Create | MountFlags.NoDev | MountFlags.NoExec, mode: 0b111_101_101, size: 1, inodes: 1_000_000)),
        (new ProcMount { Target = "/t", Reason = "r" }, Record(MountKind.Proc, MountFlags.Create)),
        (new DevptsMount { Target = "/t", Reason = "r" }, Record(MountKind.Devpts, MountFlags.Create)),
        (new SymlinkEntry { Target = "/t", LinkTarget = "../s", Reason = "r" }, Record(MountKind.Symlink, MountFlags.Create)),
        (new DirectoryEntry { Target = "/t", Reason = "r", Mode = 0b111_000_000 }, Record(MountKind.Directory, MountFlags.Create, mode: 0b111_000_000)),
        (new FileEntry { Target = "/t", Contents = "contents"u8.ToArray(), Reason = "r" }, Record(MountKind.File, MountFlags.Create, mode: 0b110_100_100)),
        (new FileEntry { Target = "/t", Contents = default, Mode = 0b110_000_000, Reason = "r" }, Record(MountKind.File, MountFlags.Create, mode: 0b110_000_000)),
        (new MaskMount { Target = "/t", Reason = "r" }, Record(MountKind.Mask, MountFlags.Optional)),
        (new MaskMount { Target = "/t", Reason = "r", IsFile = true }, Record(MountKind.Mask, MountFlags.Optional | MountFlags.IsFile)),
        (new RelockMount { Target = "/t", Reason = "r" }, Record(MountKind.Relock, MountFlags.None)),
        (new SelfMount { Target = "/t", Reason = "r" }, Record(MountKind.Self, Default & ~MountFlags.Create)),
        (new SelfMount { Target = "/t", Reason = "r", Writable = true }, Record(MountKind.Self, Always | MountFlags.NoDev | MountFlags.Recursive)),
        (new SelfMount { Target = "/t", Reason = "r", Optional = true }, Record(MountKind.Self, (Default & ~MountFlags.Create) | MountFlags.Optional)),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Known.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_planned_mount_becomes_exactly_this_record(int row)
    {
        (PlannedMount mount, PlanMount expected) = Known[row];
        ParsedPlan plan = new(PlanCompiler.Compile(SamplePlan.With(mount)));
        PlanMount record = Assert.Single(plan.Mounts);
        Assert.Equal("/t", plan.Text(record.Target));
        string? source = (mount as BindMount)?.Source ?? (mount as SymlinkEntry)?.LinkTarget;
        Assert.Equal(source, record.Source == 0 ? null : plan.Text(record.Source));
        Assert.Equal((mount as FileEntry)?.Contents.ToArray() ?? [], plan.Data(record));
        (record.Source, record.Target, record.Data, record.DataLength) = (0, 0, 0, 0);
        Assert.Equal((MountFlags)expected.Flags, (MountFlags)record.Flags);
        Assert.Equal(expected, record);
    }

    [Fact]
    public void Every_kind_of_planned_mount_and_every_kind_of_record_is_covered()
    {
        IEnumerable<string> planned = typeof(PlannedMount).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(PlannedMount))).Select(t => t.Name);
        Assert.Empty(planned.Except(Known.Select(k => k.Mount.GetType().Name), StringComparer.Ordinal));
        Assert.Empty(Enum.GetValues<MountKind>().Except(Known.Select(k => (MountKind)k.Record.Kind)));
    }

    [Fact]
    public void Mounts_keep_their_order()
    {
        string[] targets = [.. Enumerable.Range(0, 300).Select(i => $"/t{i * 7919 % 300}")];
        ParsedPlan plan = new(PlanCompiler.Compile(SamplePlan.With([.. targets.Select(t => new ProcMount { Target = t, Reason = "r" })])));
        Assert.Equal(targets, plan.Mounts.Select(m => plan.Text(m.Target)));
    }

    [Fact]
    public void No_mount_but_devpts_and_a_device_on_request_lets_device_nodes_work()
    {
        foreach ((PlannedMount mount, PlanMount record) in Known.Where(k => k.Mount is BindMount or TmpfsMount or SelfMount))
        {
            Assert.Equal(mount is BindMount { AllowDevices: true }, (record.Flags & (ushort)MountFlags.NoDev) == 0);
            Assert.NotEqual(0, record.Flags & (ushort)MountFlags.NoSuid);
        }
    }

    private static PlanMount Record(MountKind kind, MountFlags flags, uint mode = 0, ulong size = 0, ulong inodes = 0, ulong device = 0, ulong inode = 0) =>
        new() { Kind = (ushort)kind, Flags = (ushort)flags, Mode = mode, Size = size, Inodes = inodes, Device = device, Inode = inode };
}
