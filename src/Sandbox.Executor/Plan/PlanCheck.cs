using Sandbox.Executor.Kernel;

namespace Sandbox.Executor.Plan;

/// <summary>
/// Bounds of everything a plan points to. After this every offset may be followed without a further check:
/// the last byte is NUL, so every string ends inside the plan.
/// </summary>
internal static unsafe class PlanCheck
{
    public static bool IsSound(byte* plan, ulong size)
    {
        PlanHeader* h = (PlanHeader*)plan;
        if (h->Magic != PlanFormat.Magic || h->Version != PlanFormat.Version ||
            h->Architecture != PlanFormat.ArchitectureX64 || h->BuildHash != BuildHash.Value ||
            h->Length != size || plan[size - 1] != 0)
        {
            return false;
        }

        return Namespaces(h->Namespaces) && h->MountCount <= PlanFormat.MaxMounts &&
            h->SeccompInstructions <= PlanFormat.MaxSeccompInstructions &&
            Table(h->MountsOffset, h->MountCount, (uint)sizeof(PlanMount), size) &&
            Table(h->SeccompOffset, h->SeccompInstructions, 8, size) &&
            Table(h->RlimitsOffset, h->RlimitCount, (uint)sizeof(PlanRlimit), size) &&
            h->RlimitCount <= 32 && h->HostnameOffset < size && h->CgroupCount <= PlanFormat.MaxCgroups && Landlock(plan, h, size) &&
            Mounts(plan, h, size) && Table(h->SessionOffset, 1, (uint)sizeof(PlanSession), size) && h->SessionOffset != 0 &&
            Session(plan, h, (PlanSession*)(plan + h->SessionOffset), size) && Network(plan, h, size);
    }

    // Nothing else may get into the flags of clone, and without these three nothing of the rest holds.
    private static bool Namespaces(uint flags)
    {
        const uint Needed = C.CLONE_NEWUSER | C.CLONE_NEWNS | C.CLONE_NEWPID;
        const uint Known = Needed | C.CLONE_NEWNET | C.CLONE_NEWIPC | C.CLONE_NEWUTS | C.CLONE_NEWCGROUP;
        return (flags & ~Known) == 0 && (flags & Needed) == Needed;
    }

    private static bool Network(byte* plan, PlanHeader* h, ulong size)
    {
        if (h->NetworkOffset == 0)
        {
            return true;
        }

        PlanNetwork* network = (PlanNetwork*)(plan + h->NetworkOffset);
        return (h->Namespaces & C.CLONE_NEWNET) != 0 && Table(h->NetworkOffset, 1, (uint)sizeof(PlanNetwork), size) &&
            network->Kind == (uint)NetworkKind.Capture && (network->Flags & ~(uint)NetworkFlags.MayBeWeaker) == 0 &&
            network->PortCount <= PlanFormat.MaxNamedPorts && Table(network->PortsOffset, network->PortCount, sizeof(ushort), size) &&
            Ports((ushort*)(plan + network->PortsOffset), network->PortCount);
    }

    /// <summary>Ascending, so none is there twice; and none that has a listener already.</summary>
    private static bool Ports(ushort* ports, uint count)
    {
        for (uint i = 0; i < count; i++)
        {
            bool taken = ports[i] is 0 or NetworkPorts.Dns or NetworkPorts.Proxy or NetworkPorts.Broker;
            if (taken || (i > 0 && ports[i] <= ports[i - 1]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Table(uint offset, uint count, uint width, ulong size) =>
        count == 0 || (offset >= (uint)sizeof(PlanHeader) && (offset & 7) == 0 && offset + ((ulong)count * width) <= size);

    private static bool Landlock(byte* plan, PlanHeader* h, ulong size)
    {
        if (h->LandlockCount > PlanFormat.MaxLandlockRules || !Table(h->LandlockOffset, h->LandlockCount, (uint)sizeof(PlanLandlockRule), size))
        {
            return false;
        }

        PlanLandlockRule* rules = (PlanLandlockRule*)(plan + h->LandlockOffset);
        for (uint i = 0; i < h->LandlockCount; i++)
        {
            bool known = rules[i].Access != 0 && (rules[i].Access & ~h->LandlockAccess) == 0;
            if (!known || rules[i].Path >= size || !Path(plan + rules[i].Path, rootAllowed: true))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Mounts(byte* plan, PlanHeader* h, ulong size)
    {
        PlanMount* mounts = (PlanMount*)(plan + h->MountsOffset);
        for (uint i = 0; i < h->MountCount; i++)
        {
            PlanMount* m = mounts + i;
            bool known = m->Kind is >= (ushort)MountKind.Bind and <= (ushort)MountKind.Self;
            bool inside = m->Source < size && m->Target < size && m->Data < size && m->Data + (ulong)m->DataLength <= size;
            bool needsSource = m->Kind is (ushort)MountKind.Bind or (ushort)MountKind.Symlink;
            if (!known || !inside || !Path(plan + m->Target, m->Kind == (ushort)MountKind.Relock) || (needsSource && m->Source == 0) ||
                (m->Kind == (ushort)MountKind.Bind && plan[m->Source] != (byte)'/'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Absolute, short enough for the stack, and the root itself only where that means something.</summary>
    private static bool Path(byte* path, bool rootAllowed)
    {
        int length = 0;
        while (length < PlanFormat.MaxPath && path[length] != 0)
        {
            length++;
        }

        return length < PlanFormat.MaxPath && path[0] == (byte)'/' && (length > 1 || rootAllowed);
    }

    private static bool Session(byte* plan, PlanHeader* h, PlanSession* s, ulong size) =>
        s->CandidateCount > 0 && s->ArgumentCount > 0 && s->DirectoryOffset != 0 && s->DirectoryOffset < size &&
        Strings(plan, s->CandidatesOffset, s->CandidateCount, size) &&
        Strings(plan, s->ArgumentsOffset, s->ArgumentCount, size) &&
        Strings(plan, s->EnvironmentOffset, s->EnvironmentCount, size) &&
        Untouched(h, s->CandidatesOffset, s->CandidateCount) &&
        Untouched(h, s->ArgumentsOffset, s->ArgumentCount) &&
        Untouched(h, s->EnvironmentOffset, s->EnvironmentCount) &&
        Apart(s->CandidatesOffset, s->CandidateCount, s->ArgumentsOffset, s->ArgumentCount) &&
        Apart(s->CandidatesOffset, s->CandidateCount, s->EnvironmentOffset, s->EnvironmentCount) &&
        Apart(s->ArgumentsOffset, s->ArgumentCount, s->EnvironmentOffset, s->EnvironmentCount);

    // The executor turns the three tables into pointers in place. Bytes that two of them share would be turned twice,
    // and what else lies on them would no longer be what was checked.
    private static bool Apart(uint a, uint aCount, uint b, uint bCount) =>
        a + (((ulong)aCount + 1) * 8) <= b || b + (((ulong)bCount + 1) * 8) <= a;

    private static bool Untouched(PlanHeader* h, uint table, uint count)
    {
        ulong end = table + (((ulong)count + 1) * 8);
        ulong filterEnd = h->SeccompOffset + ((ulong)h->SeccompInstructions * 8);
        return (end <= h->SessionOffset || h->SessionOffset + (ulong)sizeof(PlanSession) <= table) &&
            (h->SeccompInstructions == 0 || end <= h->SeccompOffset || filterEnd <= table);
    }

    private static bool Strings(byte* plan, uint offset, uint count, ulong size)
    {
        if (count > PlanFormat.MaxStrings || !Table(offset, count + 1, 8, size))
        {
            return false;
        }

        ulong* strings = (ulong*)(plan + offset);
        for (uint i = 0; i < count; i++)
        {
            if (strings[i] == 0 || strings[i] >= size)
            {
                return false;
            }
        }

        return strings[count] == 0;
    }
}
