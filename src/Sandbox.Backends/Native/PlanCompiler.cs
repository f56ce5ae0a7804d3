using System.Runtime.InteropServices;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Executor.Plan;
using Sandbox.Linux.Seccomp;

namespace Sandbox.Backends.Native;

/// <summary>LaunchPlan to the executor's bytes. Nothing is decided here.</summary>
public static class PlanCompiler
{
    // Mount points, links and small files only: everything large is a mount of its own.
    private const uint RootSizeKiB = 16 * 1024;

    internal const uint NamespaceFlags = 0x2000_0000 | 0x1000_0000 | 0x0802_0000 | 0x0600_0000;
    private const uint NetworkNamespace = 0x4000_0000;
    private const uint LandlockScopes = 3;

    /// <param name="plan">The plan.</param>
    /// <param name="isPrepared">Another program makes the namespaces before.</param>
    /// <param name="containment">A container manager does.</param>
    public static byte[] Compile(LaunchPlan plan, bool isPrepared = false, Containment? containment = null) => Compile(plan, isPrepared, containment, SeccompFilter.Build(new SeccompProfile
    {
        AllowNestedUserNamespaces = plan.Seccomp.AllowNestedUserNamespaces,
        AllowDebugging = plan.Seccomp.AllowDebugging,
        DenySetgid = plan.Seccomp.DenySetgid,
    }));

    /// <summary>As <see cref="Compile(LaunchPlan, bool, Containment?)"/>, with another program in place of the filter that the plan describes.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="filter">Whole BPF instructions, 8 bytes each.</param>
    internal static byte[] Compile(LaunchPlan plan, ReadOnlySpan<byte> filter) => Compile(plan, false, null, filter);

    private static byte[] Compile(LaunchPlan plan, bool isPrepared, Containment? containment, ReadOnlySpan<byte> filter)
    {
        PlanWriter writer = new();
        uint headerOffset = writer.Reserve<PlanHeader>();
        uint mounts = MountCompiler.Write(writer, plan.Mounts, containment is not null);
        PlanHeader header = new()
        {
            Magic = PlanFormat.Magic,
            Version = PlanFormat.Version,
            Architecture = PlanFormat.ArchitectureX64,
            BuildHash = BuildHash.Value,
            Flags = (uint)Flags(plan, isPrepared, containment),
            Namespaces = NamespaceFlags | (plan.Network == NetworkMode.Host ? 0 : NetworkNamespace),
            OuterUid = containment?.OuterUid ?? plan.Uid,
            OuterGid = containment?.OuterGid ?? plan.Gid,
            InnerUid = plan.Uid,
            InnerGid = plan.Gid,
            MountsOffset = mounts,
            MountCount = (uint)plan.Mounts.Count,
            HostnameOffset = writer.Text(plan.Hostname),
            SeccompOffset = writer.Aligned(filter),
            SeccompInstructions = (uint)filter.Length / 8,
            RlimitsOffset = Limits(writer, plan.Limits),
            RlimitCount = (uint)plan.Limits.Count,
            SessionOffset = Session(writer, plan),
            LandlockScopes = plan.LandlockScopes ? LandlockScopes : 0,
            CgroupCount = isPrepared ? 0 : (uint)(plan.Resources.Cgroup?.Groups.Count ?? 0),
            LandlockAccess = (ulong)(plan.LandlockFiles?.Handled ?? LandlockAccess.None),
            LandlockOffset = LandlockCompiler.Write(writer, plan.LandlockFiles),
            LandlockCount = (uint)(plan.LandlockFiles?.Rules.Count ?? 0),
            InotifyInstances = (uint)plan.Resources.InotifyInstances,
            InotifyWatches = (uint)plan.Resources.InotifyWatches,
            RootSizeKiB = RootSizeKiB,
            NetworkOffset = Network(writer, plan),
        };
        header.Length = writer.Length + 1;
        writer.Set(headerOffset, header);
        return writer.Finish();
    }

    private static PlanFlags Flags(LaunchPlan plan, bool isPrepared, Containment? containment) =>
        (plan.AllowNestedUserNamespaces ? PlanFlags.None : PlanFlags.ForbidNestedUserNamespaces) |
        (plan.HasCredentials ? PlanFlags.HasCredentials : PlanFlags.None) |
        (plan.Placeholders.Count > 0 ? PlanFlags.NeedsSupervisor : PlanFlags.None) |
        (containment is not null ? PlanFlags.Contained : isPrepared ? PlanFlags.Prepared : plan.Uid == 0 ? PlanFlags.DropSupplementaryGroups : PlanFlags.None) |
        (plan.OwnTerminal ? PlanFlags.FirstJoins : PlanFlags.None);

    private static uint Network(PlanWriter writer, LaunchPlan plan)
    {
        if (plan.Capture is not { } capture)
        {
            return 0;
        }

        if (plan.Network == NetworkMode.Host)
        {
            throw new ArgumentException("connections can only be captured in a network of the sandbox's own", nameof(plan));
        }

        ushort[] taken = [NetworkPorts.Dns, NetworkPorts.Proxy, NetworkPorts.Broker];
        ushort[] ports = [.. capture.NamedPorts.Select(Port).Except(taken).Take((int)PlanFormat.MaxNamedPorts).Order()];
        uint table = writer.Aligned(MemoryMarshal.AsBytes(ports.AsSpan()));
        uint offset = writer.Reserve<PlanNetwork>();
        writer.Set(offset, new PlanNetwork
        {
            Kind = (uint)NetworkKind.Capture,
            Flags = (uint)(capture.MayBeWeaker ? NetworkFlags.MayBeWeaker : NetworkFlags.None),
            PortsOffset = table,
            PortCount = (uint)ports.Length,
        });
        return offset;
    }

    private static ushort Port(int port) =>
        port is > 0 and <= ushort.MaxValue ? (ushort)port : throw new ArgumentException($"{port} is no port", nameof(port));

    private static uint Limits(PlanWriter writer, IReadOnlyList<ResourceLimit> limits)
    {
        uint table = writer.Reserve<PlanRlimit>(limits.Count);
        for (int i = 0; i < limits.Count; i++)
        {
            writer.Set(table, new PlanRlimit { Resource = Rlimits.Number(limits[i].Name), Soft = limits[i].Soft, Hard = limits[i].Hard }, i);
        }

        return table;
    }

    private static uint Session(PlanWriter writer, LaunchPlan plan) =>
        SessionCompiler.Write(writer, plan.ExecutableCandidates, plan.Arguments, plan.Environment.Select(v => Variable(writer, v)), plan.WorkingDirectory);

    // A secret goes from its bytes into the plan's bytes; it never becomes a string.
    private static uint Variable(PlanWriter writer, PlannedVariable variable) =>
        variable.Secret is null
            ? writer.Text($"{variable.Name}={variable.Value}")
            : writer.Data([.. SessionCompiler.Bytes(variable), 0]);
}
