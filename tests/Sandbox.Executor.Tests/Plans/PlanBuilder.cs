using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Tests.Plans;

/// <summary>A plan's bytes by hand: independent of the launcher's compiler, so that each field can be set, and set wrongly.</summary>
internal sealed class PlanBuilder
{
    public const uint AllNamespaces =
        C.CLONE_NEWUSER | C.CLONE_NEWNS | C.CLONE_NEWPID | C.CLONE_NEWNET | C.CLONE_NEWIPC | C.CLONE_NEWUTS | C.CLONE_NEWCGROUP;

    private readonly List<byte> _bytes = [];
    private readonly List<(PlanMount Mount, string Target, string? Source, byte[] Data)> _mounts = [];

    public PlanFlags Flags { get; set; } = PlanFlags.ForbidNestedUserNamespaces;

    public uint Namespaces { get; set; } = AllNamespaces;

    public string? Hostname { get; set; } = "box";

    public string Directory { get; set; } = "/work";

    public IReadOnlyList<string> Candidates { get; set; } = ["/usr/bin/true"];

    public IReadOnlyList<string> Arguments { get; set; } = ["true", "-v"];

    public IReadOnlyList<string> Environment { get; set; } = ["HOME=/home/u", "LANG=C"];

    /// <summary>Instructions of the seccomp filter; what they do does not matter here.</summary>
    public int FilterLength { get; set; } = 3;

    public IReadOnlyList<PlanRlimit> Limits { get; set; } = [new() { Resource = 4, Soft = 0, Hard = 0 }];

    public uint LandlockScopes { get; set; } = 3;

    /// <summary>Rights about files that need a rule; 0 for no such rules.</summary>
    public ulong LandlockAccess { get; set; }

    public IReadOnlyList<(string Path, ulong Access)> LandlockRules { get; set; } = [];

    public uint CgroupCount { get; set; }

    public uint InotifyInstances { get; set; } = 96;

    public uint InotifyWatches { get; set; } = 6144;

    /// <summary>What the plan's network record says; null for none. Its table of ports is <see cref="NamedPorts"/>.</summary>
    public PlanNetwork? Network { get; set; }

    public IReadOnlyList<ushort> NamedPorts { get; set; } = [];

    public PlanBuilder Mount(MountKind kind, string target, MountFlags flags = MountFlags.None, string? source = null, string? data = null, PlanMount other = default)
    {
        other.Kind = (ushort)kind;
        other.Flags = (ushort)flags;
        _mounts.Add((other, target, source, Encoding.Latin1.GetBytes(data ?? string.Empty)));
        return this;
    }

    /// <summary>The same plan as one that may come from a file.</summary>
    public PlanBuilder WithoutCredentials()
    {
        Flags &= ~(PlanFlags.HasCredentials | PlanFlags.NeedsSupervisor);
        return this;
    }

    public byte[] Build()
    {
        _bytes.Clear();
        _bytes.AddRange(new byte[Unsafe.SizeOf<PlanHeader>()]);
        PlanMount[] mounts = [.. _mounts.Select(Record)];
        PlanHeader header = new()
        {
            Magic = PlanFormat.Magic,
            Version = PlanFormat.Version,
            Architecture = PlanFormat.ArchitectureX64,
            BuildHash = BuildHash.Value,
            Flags = (uint)Flags,
            Namespaces = Namespaces,
            OuterUid = 1000,
            OuterGid = 100,
            InnerUid = 1001,
            InnerGid = 101,
            HostnameOffset = Hostname is null ? 0 : String(Hostname),
            MountsOffset = Table(mounts),
            MountCount = (uint)mounts.Length,
            SeccompOffset = Table(new ulong[FilterLength]),
            SeccompInstructions = (uint)FilterLength,
            RlimitsOffset = Table([.. Limits]),
            RlimitCount = (uint)Limits.Count,
            SessionOffset = Session(),
            LandlockScopes = LandlockScopes,
            LandlockAccess = LandlockAccess,
            LandlockOffset = Table([.. LandlockRules.Select(r => new PlanLandlockRule { Path = String(r.Path), Access = r.Access })]),
            LandlockCount = (uint)LandlockRules.Count,
            CgroupCount = CgroupCount,
            InotifyInstances = InotifyInstances,
            InotifyWatches = InotifyWatches,
            RootSizeKiB = 1024,
            NetworkOffset = NetworkRecord(),
            Length = (ulong)_bytes.Count + 1,
        };
        MemoryMarshal.Write(CollectionsMarshal.AsSpan(_bytes), in header);
        return [.. _bytes, 0];
    }

    private uint NetworkRecord()
    {
        if (Network is not { } network)
        {
            return 0;
        }

        network.PortsOffset = Table<ushort>([.. NamedPorts]);
        network.PortCount = (uint)NamedPorts.Count;
        return Table([network]);
    }

    private uint Session()
    {
        uint directory = String(Directory);
        PlanSession session = new()
        {
            DirectoryOffset = directory,
            CandidatesOffset = Strings(Candidates),
            CandidateCount = (uint)Candidates.Count,
            ArgumentsOffset = Strings(Arguments),
            ArgumentCount = (uint)Arguments.Count,
            EnvironmentOffset = Strings(Environment),
            EnvironmentCount = (uint)Environment.Count,
        };
        return Table([session]);
    }

    private PlanMount Record((PlanMount Mount, string Target, string? Source, byte[] Data) entry)
    {
        PlanMount mount = entry.Mount;
        mount.Target = String(entry.Target);
        mount.Source = entry.Source is null ? 0 : String(entry.Source);
        mount.Data = (uint)_bytes.Count;
        mount.DataLength = (uint)entry.Data.Length;
        _bytes.AddRange(entry.Data);
        return mount;
    }

    private uint Strings(IReadOnlyList<string> strings) => Table<ulong>([.. strings.Select(s => (ulong)String(s)), 0]);

    private uint String(string text)
    {
        uint offset = (uint)_bytes.Count;
        _bytes.AddRange([.. Encoding.Latin1.GetBytes(text), 0]);
        return offset;
    }

    private uint Table<T>(T[] values)
        where T : unmanaged
    {
        _bytes.AddRange(new byte[-_bytes.Count & 7]);
        uint offset = (uint)_bytes.Count;
        _bytes.AddRange(MemoryMarshal.AsBytes(values.AsSpan()));
        return offset;
    }
}
