using Sandbox.Executor.Kernel;

namespace Sandbox.Executor.Tests.Fakes;

internal sealed unsafe partial class FakeKernel
{
    /// <summary>The process that makes the network namespace.</summary>
    public const int Maker = 1002;

    private const int StoppedByStop = (C.SIGSTOP << 8) | 0x7f;
    private const int EFAULT = 14;
    private const int ENOSPC = 28;

    /// <summary>What each clone answers in turn; 0 (this process goes on as the child) when none is left.</summary>
    public Queue<long> Clones { get; } = [];

    /// <summary>Whether this is the process that makes the network namespace; else it is PID 1, and the namespace gets made.</summary>
    public bool IsNetworkMaker { get; set; }

    /// <summary>How PID 1 finds that process.</summary>
    public int MakerStatus { get; set; } = StoppedByStop;

    /// <summary>What each wait answers in turn: a pid and its status; 0 or -errno otherwise.</summary>
    public Queue<(long Result, int Status)> Waits { get; } = [];

    /// <summary>Which of children, liveness, control, mountinfo and timer each wait of init reports; init sleeps for good when none is left.</summary>
    public Queue<string> Wakes { get; } = [];

    /// <summary>What arrives on the control socket.</summary>
    public Queue<byte[]> Messages { get; } = [];

    /// <summary>Names of the descriptors that come with each of them.</summary>
    public Queue<string[]> Carried { get; } = [];

    /// <summary>-errno by path for execve; others can be executed.</summary>
    public Dictionary<string, int> Programs { get; } = [];

    /// <summary>Pointers among all that execve got which lead out of the plan.</summary>
    public int StrayPointers { get; private set; }

    /// <summary>Pointers of a table up to the 0 at its end.</summary>
    public static IReadOnlyList<long> Pointers(long table)
    {
        List<long> pointers = [];
        for (long* p = (long*)table; *p != 0; p++)
        {
            pointers.Add(*p);
        }

        return pointers;
    }

    private static IReadOnlyList<string> Strings(long table) => [.. Pointers(table).Select(p => Text(p)!)];

    private long Process(long number, in CallArguments a)
    {
        switch (number)
        {
            case Nr.clone:
                return (a.A & C.CLONE_PIDFD) != 0 ? NetworkMaker(a) : Clone((ulong)a.A);
            case Nr.unshare:
                return a.A == C.CLONE_NEWNET ? (_capabilities == 0 ? -C.EPERM : 0) : NewUserNamespace();
            case Nr.setns:
                _loopback = true;
                return Descriptor(a.A) is null ? -C.EBADF : _capabilities == 0 ? -C.EPERM : 0;
            case Nr.getpid:
                return Maker;
            case Nr.pidfd_open:
                return Add(new OpenDescriptor("monitor") { ClosesOnExec = true });
            case Nr.wait4 when a.A == Maker:
                *(int*)a.B = a.C == C.WUNTRACED ? MakerStatus : C.SIGKILL;
                return Maker;
            case Nr.wait4:
                (long result, int status) = Waits.Count > 0 ? Waits.Dequeue() : (a.C == C.WNOHANG ? 0 : -C.ECHILD, 0);
                *(int*)a.B = status;
                return result;
            case Nr.kill when a.B == C.SIGSTOP:
                throw new ProcessEndedException(new ProcessEnd { IsStopped = true });
            case Nr.kill:
                return 0;
            case Nr.exit_group:
                throw new ProcessEndedException(new ProcessEnd { ExitCode = (int)a.A });
            default:
                return Execute(a);
        }
    }

    private long NetworkMaker(in CallArguments a)
    {
        if (IsNetworkMaker)
        {
            return 0;
        }

        *(int*)a.C = (int)Add(new OpenDescriptor("maker") { ClosesOnExec = true });
        return Maker;
    }

    private long Clone(ulong flags)
    {
        if ((flags & C.CLONE_NEWUSER) != 0)
        {
            _ = NewUserNamespace();
        }

        return Clones.Count > 0 ? Clones.Dequeue() : 0;
    }

    private long NewUserNamespace()
    {
        bool limited = Written.ContainsKey("/proc/sys/user/max_user_namespaces");
        if (limited && _userNamespaces >= 2)
        {
            return -ENOSPC;
        }

        _userNamespaces++;
        _capabilities = AllCapabilities;
        _bounding = AllCapabilities;
        Written.Remove("/proc/self/setgroups");
        return 0;
    }

    private long Execute(in CallArguments a)
    {
        StrayPointers += Pointers(a.B).Concat(Pointers(a.C)).Append(a.A).Count(p => !IsInPlan(p));
        if (StrayPointers > 0)
        {
            return -EFAULT;
        }

        string path = Text(a.A)!;
        if (Programs.TryGetValue(path, out int error))
        {
            return -error;
        }

        foreach (long number in _descriptors.Where(d => d.Value.ClosesOnExec).Select(d => d.Key).ToArray())
        {
            _descriptors.Remove(number);
        }

        throw new ProcessEndedException(new ProcessEnd
        {
            Executed = new ExecutedProgram(path, Strings(a.B), Strings(a.C), Confinement()),
        });
    }

    private long Event(long number, in CallArguments a)
    {
        switch (number)
        {
            case Nr.signalfd4:
                return Add(new OpenDescriptor("children") { ClosesOnExec = (a.D & C.SFD_CLOEXEC) != 0 });
            case Nr.timerfd_create:
                return Add(new OpenDescriptor("timer") { ClosesOnExec = (a.B & C.TFD_CLOEXEC) != 0 });
            case Nr.timerfd_settime:
                return Descriptor(a.A) is null ? -C.EBADF : 0;
            case Nr.socket:
                return Add(new OpenDescriptor(SocketName(a)) { ClosesOnExec = (a.B & C.SOCK_CLOEXEC) != 0 });
            case Nr.ioctl:
                _loopback = true;
                return 0;
            case Nr.recvmsg:
                return Receive((MessageHeader*)a.B, a.C);
            default:
                return Poll((PollFd*)a.A, (int)a.B, a.C);
        }
    }

    private long Receive(MessageHeader* to, long flags)
    {
        to->Flags = 0;
        string[] carried = Carried.TryDequeue(out string[]? names) ? names : [];
        ulong room = to->ControlLength;
        to->ControlLength = 0;
        if (carried.Length > 0)
        {
            ControlHeader* header = (ControlHeader*)to->Control;
            header->Length = (ulong)(sizeof(ControlHeader) + (carried.Length * sizeof(int)));
            header->Level = C.SOL_SOCKET;
            header->Type = C.SCM_RIGHTS;
            Assert.True(header->Length <= room);
            to->ControlLength = header->Length;
            for (int i = 0; i < carried.Length; i++)
            {
                ((int*)(header + 1))[i] = (int)Add(new OpenDescriptor(carried[i]) { ClosesOnExec = (flags & C.MSG_CMSG_CLOEXEC) != 0 });
            }
        }

        if (!Messages.TryDequeue(out byte[]? message))
        {
            return 0;
        }

        int length = (int)Math.Min((ulong)message.Length, to->Vectors->Length);
        message.AsSpan(0, length).CopyTo(new Span<byte>(to->Vectors->Base, length));
        return (flags & C.MSG_TRUNC) != 0 ? message.Length : length;
    }

    // The kernel reports a change of the mount table as an exceptional condition, never as something to read.
    private static short Signalled(string? name) => name == "/proc/self/mountinfo" ? C.POLLPRI : C.POLLIN;

    private long Poll(PollFd* set, int count, long timeout)
    {
        string? wake = null;
        if (timeout != 0 && !Wakes.TryDequeue(out wake))
        {
            throw new ProcessEndedException(new ProcessEnd { IsWaiting = true });
        }

        int ready = 0;
        for (int i = 0; i < count; i++)
        {
            string? name = Descriptor(set[i].Descriptor)?.Name;
            bool wakes = wake is not null && name is not null && wake.Split(' ').Any(w => name.EndsWith(w, StringComparison.Ordinal));
            set[i].Returned = set[i].Descriptor < 0 ? (short)0 : name is null ? C.POLLNVAL : wakes ? (short)(Signalled(name) & set[i].Events) : (short)0;
            ready += set[i].Returned == 0 ? 0 : 1;
        }

        return ready;
    }
}
