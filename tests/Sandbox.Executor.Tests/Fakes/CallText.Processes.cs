using Sandbox.Executor.Kernel;

namespace Sandbox.Executor.Tests.Fakes;

internal readonly unsafe partial struct CallText
{
    private string Others(long number, in CallArguments a) => number switch
    {
        Nr.poll => a.C == 0 && a.B > 1 ? $"{a.B} descriptors, now" : $"{Polled(a)}, {a.C}",
        Nr.recvfrom => $"{kernel.Name(a.A)}, {a.C}, {Symbols.Bits(a.D, "MSG_")}",
        Nr.recvmsg => $"{kernel.Name(a.A)}, {Symbols.Bits(a.C, "MSG_")}",
        Nr.rt_sigaction => $"{Signal(a.A)}, {Action(a.B)}",
        Nr.rt_sigprocmask => $"{Symbols.Value("SIG_", a.A)}, {SignalSet(a.B)}",
        Nr.signalfd4 => $"{a.A}, {SignalSet(a.B)}, {Symbols.Bits(a.D, "SFD_")}",
        Nr.timerfd_create => $"{Symbols.Value("CLOCK_", a.A)}, {Symbols.Bits(a.B, "TFD_")}",
        Nr.timerfd_settime => $"{kernel.Name(a.A)}, {string.Join(' ', new ReadOnlySpan<long>((void*)a.C, 4).ToArray())}",
        Nr.socket => $"{Symbols.Value("AF_", a.A)}, {SocketType(a.B)} {Symbols.Bits(a.B & ~3, "SOCK_")}{(a.A == C.AF_NETLINK ? ", " + Symbols.Value("NETLINK_", a.C) : string.Empty)}",
        Nr.setsockopt => $"{kernel.Name(a.A)}, {Option(a)}, {*(int*)a.D}",
        Nr.getsockopt => $"{kernel.Name(a.A)}, {Option(a)}",
        Nr.bind or Nr.connect => $"{kernel.Name(a.A)}, {FakeKernel.Address(a.B)}",
        Nr.listen => $"{kernel.Name(a.A)}, {a.B}",
        Nr.sendto => $"{kernel.Name(a.A)}, {a.C} bytes",
        Nr.sendmsg => $"{kernel.Name(a.A)}, {Message(a.B)}, {Symbols.Bits(a.C, "MSG_")}",
        Nr.ioctl => $"{kernel.Name(a.A)}, {Symbols.Value(string.Empty, a.B)}, {Quote(a.C)}, {Symbols.Bits(*(short*)(a.C + 16), "IFF_")}",
        Nr.wait4 => $"{a.A}, {a.C}",
        Nr.setns => $"{kernel.Name(a.A)}, {Symbols.Bits(a.B, "CLONE_")}",
        Nr.kill => $"{a.A}, {a.B}",
        Nr.umask => Octal(a.A),
        Nr.prctl => $"{Symbols.Value("PR_", a.A)}, {a.B}",
        Nr.capset => $"{Words(a.B, 6)}",
        Nr.seccomp => $"{a.A}, {((SockFprog*)a.C)->Length} instructions",
        Nr.landlock_create_ruleset => $"scopes {((LandlockRulesetAttr*)a.A)->Scoped}, files {((LandlockRulesetAttr*)a.A)->HandledAccessFs:x}, {a.B}, {a.C}",
        Nr.landlock_add_rule => $"{kernel.Name(a.A)}, {a.B}, {kernel.Name(((LandlockPathBeneath*)a.C)->Parent)} {((LandlockPathBeneath*)a.C)->Access:x}",
        Nr.landlock_restrict_self => kernel.Name(a.A),
        Nr.prlimit64 => $"{a.A}, {a.B}, {((Rlimit64*)a.C)->Soft}, {((Rlimit64*)a.C)->Hard}",
        Nr.exit_group or Nr.setgroups => $"{a.A}",
        _ => string.Empty,
    };

    private static string SocketType(long type) => (type & 3) switch { C.SOCK_STREAM => "STREAM", C.SOCK_DGRAM => "DGRAM", _ => "RAW" };

    private static string Option(in CallArguments a) => a.B == C.SOL_SOCKET ? Symbols.Value("SO_", a.C) : Symbols.Value("IP_", a.C);

    private string Message(long address)
    {
        SentMessage message = SentMessage.Of((MessageHeader*)address);
        FakeKernel names = kernel;
        string carried = string.Join(' ', message.Descriptors.Select(d => names.Name(d)));
        return $"{message.Header.Kind} {message.Header.Value} {message.Header.Number}{(carried.Length == 0 ? string.Empty : " " + carried)}";
    }

    private static string Signal(long number) => Symbols.Value("SIG", number);

    private static string Action(long address)
    {
        KernelSigaction action = *(KernelSigaction*)address;
        string rest = action.Flags == 0 && action.Mask == 0 && action.Restorer == 0 ? string.Empty : " and more";
        return (action.Handler switch { 0 => "default", 1 => "ignore", _ => "handler" }) + rest;
    }

    private static string SignalSet(long address)
    {
        ulong set = *(ulong*)address;
        return set == 0 ? "none" : string.Join(' ', Enumerable.Range(1, 64).Where(s => (set >> (s - 1) & 1) != 0).Select(s => Signal(s)));
    }

    private static string Words(long address, int count) => string.Join(' ', new ReadOnlySpan<uint>((void*)address, count).ToArray());

    private string Polled(in CallArguments a)
    {
        List<string> names = [];
        for (int i = 0; i < a.B; i++)
        {
            PollFd probe = ((PollFd*)a.A)[i];
            names.Add(probe.Descriptor < 0 ? "-" : kernel.Name(probe.Descriptor));
        }

        return string.Join(' ', names);
    }
}
