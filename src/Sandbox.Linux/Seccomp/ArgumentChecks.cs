using static Sandbox.Linux.Seccomp.SeccompAbi;

namespace Sandbox.Linux.Seccomp;

/// <summary>The parts of the program that look at arguments. Each is entered with nothing loaded and ends in one of the exits.</summary>
internal sealed class ArgumentChecks(BpfAssembler assembler, FilterExits exits, SeccompProfile profile)
{
    // clone's low byte is the exit signal, so 0x80 is no CLONE_NEWTIME there; clone cannot make time namespaces.
    private const uint CloneNamespaces =
        CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;

    // An allow-list, because unshare grows flags of its own: CLONE_NEWTIME took 0x80, and what comes next is not known.
    private const uint UnshareHarmless = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM;

    // The bits of the type argument that name a type; SOCK_CLOEXEC and SOCK_NONBLOCK lie above.
    private const uint SocketTypeMask = 0xF;

    // The virtual console's own range (KDSKBENT, KDSKBSENT, KDSKBDIACR, PIO_FONT ...): key maps outlive the session. No other driver uses it,
    // newer numbers carry a size and direction above these bits.
    private const uint ConsoleFirst = 0x4B00;
    private const uint ConsoleEnd = 0x4C00;

    // The virtual terminals' range (VT_LOCKSWITCH, VT_ACTIVATE, VT_SETMODE ...): a locked switch outlives the session. Of the other drivers with
    // this letter almost all requests carry a size and direction; VIDIOC_LOG_STATUS does not and goes with it.
    private const uint VirtualTerminalFirst = 0x5600;
    private const uint VirtualTerminalEnd = 0x5700;

    // Our init, as every process of the sandbox sees it.
    private const uint InitPid = 1;

    private const uint PersonalityQuery = 0xFFFFFFFF;

    // Among the file types that mknod can make only character and block devices have this bit.
    private const uint DeviceBit = S_IFCHR & S_IFBLK;

    private readonly BpfLabel modeInArgument3 = assembler.NewLabel();
    private readonly BpfLabel targetInArgument1 = assembler.NewLabel();
    private readonly Dictionary<SyscallVerdict, BpfLabel> labels = [];

    private uint RefusedModes => profile.DenySetgid ? S_ISUID | S_ISGID : S_ISUID;

    /// <summary>Where to go for a verdict.</summary>
    internal BpfLabel Label(SyscallVerdict verdict)
    {
        switch (verdict)
        {
            case SyscallVerdict.Allow:
                return exits.Allow;
            case SyscallVerdict.Eperm:
                return exits.Eperm;
            case SyscallVerdict.Enosys:
                return exits.Enosys;
            default:
                if (!labels.TryGetValue(verdict, out var label))
                {
                    label = assembler.NewLabel();
                    labels.Add(verdict, label);
                }

                return label;
        }
    }

    /// <summary>Emits what <see cref="Label"/> was asked for, in the order of <see cref="SyscallVerdict"/>.</summary>
    internal void Emit()
    {
        _ = Label(SyscallVerdict.ModeInArgument2);
        foreach (var (verdict, label) in labels.OrderBy(entry => entry.Key))
        {
            assembler.Bind(label);
            Emit(verdict);
        }

        assembler.Bind(modeInArgument3);
        RefuseBits(3, RefusedModes);
        assembler.Bind(targetInArgument1);
        RefuseInit(1);
    }

    private void Emit(SyscallVerdict verdict)
    {
        switch (verdict)
        {
            case SyscallVerdict.Clone:
                RefuseBits(0, CloneNamespaces);
                break;
            case SyscallVerdict.Unshare:
                RefuseBits(0, ~UnshareHarmless);
                break;
            case SyscallVerdict.Socket:
                CheckSocket();
                break;
            case SyscallVerdict.SocketPair:
                Load(0);
                assembler.JumpIfEqual(AF_UNIX, exits.Allow, exits.Eafnosupport);
                break;
            case SyscallVerdict.Ioctl:
                CheckIoctl();
                break;
            case SyscallVerdict.Personality:
                AllowOnly(0, profile.AllowDebugging ? [PER_LINUX, PersonalityQuery, ADDR_NO_RANDOMIZE] : [PER_LINUX, PersonalityQuery]);
                break;
            case SyscallVerdict.InstallFilter:
                RefuseBits(1, SECCOMP_FILTER_FLAG_NEW_LISTENER);
                break;
            case SyscallVerdict.Open:
                CheckCreation(1, Label(SyscallVerdict.ModeInArgument2));
                break;
            case SyscallVerdict.OpenAt:
                CheckCreation(2, modeInArgument3);
                break;
            case SyscallVerdict.ModeInArgument1:
                RefuseBits(1, RefusedModes);
                break;
            case SyscallVerdict.ModeInArgument2:
                RefuseBits(2, RefusedModes);
                break;
            case SyscallVerdict.NodeInArgument1:
                RefuseBits(1, RefusedModes | DeviceBit);
                break;
            case SyscallVerdict.NodeInArgument2:
                RefuseBits(2, RefusedModes | DeviceBit);
                break;
            case SyscallVerdict.TargetInArgument0:
                RefuseInit(0);
                break;
            case SyscallVerdict.Priority:
                CheckTarget(PRIO_PROCESS);
                break;
            case SyscallVerdict.IoPriority:
                CheckTarget(IOPRIO_WHO_PROCESS);
                break;
            default:
                throw new InvalidOperationException($"no argument check for {(int)verdict}");
        }
    }

    // Without one of these flags open takes no mode, and the register holds whatever was in it.
    private void CheckCreation(int flagsArgument, BpfLabel modeCheck)
    {
        Load(flagsArgument);
        assembler.JumpIfAnyBit(O_CREAT | __O_TMPFILE, modeCheck, exits.Allow);
    }

    // Types and protocols are allow-lists too: SOCK_PACKET turns AF_INET into AF_PACKET, IPPROTO_SMC makes an SMC socket, and SOCK_RAW,
    // SOCK_DCCP, SCTP, MPTCP, L2TP and UDP-Lite all hide behind AF_INET.
    private void CheckSocket()
    {
        var internet = assembler.NewLabel();
        var netlink = assembler.NewLabel();
        var protocol = assembler.NewLabel();
        Load(0);
        assembler.JumpIfEqual(AF_UNIX, exits.Allow);
        assembler.JumpIfEqual(AF_INET, internet);
        assembler.JumpIfEqual(AF_INET6, internet);
        assembler.JumpIfEqual(AF_NETLINK, netlink, exits.Eafnosupport);

        assembler.Bind(netlink);
        Load(2);
        assembler.JumpIfEqual(NETLINK_ROUTE, exits.Allow, exits.Eafnosupport);

        assembler.Bind(internet);
        Load(1);
        assembler.And(SocketTypeMask);
        assembler.JumpIfEqual(SOCK_STREAM, protocol);
        assembler.JumpIfEqual(SOCK_DGRAM, protocol, exits.Eperm);

        assembler.Bind(protocol);
        AllowOnly(2, [IPPROTO_IP, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_ICMP, IPPROTO_ICMPV6]);
    }

    private void CheckIoctl()
    {
        Load(1);
        assembler.JumpIfEqual(TIOCSTI, exits.Eperm);
        assembler.JumpIfEqual(TIOCLINUX, exits.Eperm);
        assembler.JumpIfEqual(TIOCCONS, exits.Eperm);
        assembler.JumpIfEqual(TIOCSETD, exits.Eperm);
        assembler.JumpIfEqual(TIOCEXCL, exits.Eperm);
        assembler.JumpIfAtLeast(VirtualTerminalEnd, exits.Allow);
        assembler.JumpIfAtLeast(VirtualTerminalFirst, exits.Eperm);
        assembler.JumpIfAtLeast(ConsoleEnd, exits.Allow);
        assembler.JumpIfAtLeast(ConsoleFirst, exits.Eperm, exits.Allow);
    }

    // The kinds of target are an allow-list of one; the number that follows means a process only for that kind.
    private void CheckTarget(uint process)
    {
        Load(0);
        assembler.JumpIfEqual(process, targetInArgument1, exits.Eperm);
    }

    // 0 is the caller itself.
    private void RefuseInit(int argument)
    {
        Load(argument);
        assembler.JumpIfEqual(InitPid, exits.Eperm, exits.Allow);
    }

    private void AllowOnly(int argument, ReadOnlySpan<uint> values)
    {
        Load(argument);
        for (var i = 0; i < values.Length - 1; i++)
        {
            assembler.JumpIfEqual(values[i], exits.Allow);
        }

        assembler.JumpIfEqual(values[^1], exits.Allow, exits.Eperm);
    }

    private void RefuseBits(int argument, uint bits)
    {
        Load(argument);
        assembler.JumpIfAnyBit(bits, exits.Eperm, exits.Allow);
    }

    private void Load(int argument) => assembler.Load(SeccompData.ArgumentLow(argument));
}
