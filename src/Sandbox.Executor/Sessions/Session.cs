using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor.Sessions;

/// <summary>
/// One process tree of the sandbox, forked by PID 1 so that it inherits namespaces, Landlock domain, empty capability
/// sets and limits. A session that joins later takes the same way with a record of its own.
/// </summary>
internal static unsafe class Session
{
    /// <summary>Answers the pid inside the sandbox; never returns in the child.</summary>
    public static long Fork(Launch* launch, PlanSession* session, long umask)
    {
        long pid = Report.Check(launch, Step.ForkSession, Sys.Call(Nr.clone, C.SIGCHLD));
        if (pid == 0)
        {
            Become(launch, session, umask);
        }

        return pid;
    }

    private static void Become(Launch* launch, PlanSession* session, long umask)
    {
        Signals.Unblock();
        Sys.Call(Nr.umask, umask);
        Continue(launch, session);
    }

    /// <summary>From a child of PID 1 with its standard descriptors in place to the payload.</summary>
    public static void Continue(Launch* launch, PlanSession* session)
    {
        CloseDescriptors(launch);
        ReopenDevices(launch);
        byte* directory = launch->At(session->DirectoryOffset);
        Report.Check(launch, Step.EnterDirectory, Sys.Call(Nr.chdir, (long)directory), directory);
        byte** candidates = Pointers(launch, session->CandidatesOffset, session->CandidateCount);
        byte** arguments = Pointers(launch, session->ArgumentsOffset, session->ArgumentCount);
        byte** environment = Pointers(launch, session->EnvironmentOffset, session->EnvironmentCount);
        SelfCheck.NestedUserNamespaces(launch);
        InstallFilter(launch);
        SelfCheck.Everything(launch);
        Execute(launch, candidates, arguments, environment);
    }

    /// <summary>Only 0, 1, 2 and, until execve, the status pipe stay open.</summary>
    private static void CloseDescriptors(Launch* launch)
    {
        uint first = 3;
        if (launch->Status >= 0)
        {
            if (launch->Status != 3)
            {
                Report.Check(launch, Step.CloseDescriptors, Sys.Call(Nr.dup3, launch->Status, 3, C.O_CLOEXEC));
                launch->Status = 3;
            }

            first = 4;
        }

        Report.Check(launch, Step.CloseDescriptors, Sys.Call(Nr.close_range, first, uint.MaxValue, 0));
    }

    /// <summary>
    /// A descriptor of the host's /dev/null leads past the read-only mount of ours: uid 0 inside could change the mode of the
    /// host's own node through it.
    /// </summary>
    private static void ReopenDevices(Launch* launch)
    {
        Stat stat;
        for (int descriptor = 0; descriptor <= 2; descriptor++)
        {
            long found = Sys.Call(Nr.fstat, descriptor, (long)&stat);
            Report.Check(launch, Step.CheckDescriptors, found == -C.EBADF ? 0 : found);
            if (found < 0 || (stat.Mode & C.S_IFMT) != C.S_IFCHR)
            {
                continue;
            }

            byte* device = Device(stat.Rdev);
            if (device != null)
            {
                long own = Report.Check(launch, Step.CloseDescriptors, Sys.Openat(C.AT_FDCWD, device, C.O_RDWR | C.O_CLOEXEC), device);
                Report.Check(launch, Step.CloseDescriptors, Sys.Call(Nr.dup3, own, descriptor, 0), device);
                Sys.Close(own);
            }
        }
    }

    // Major 1, whose minors are the same on every Linux.
    private static byte* Device(ulong number) => number switch
    {
        0x103 => Text.Z("/dev/null\0"u8),
        0x105 => Text.Z("/dev/zero\0"u8),
        0x107 => Text.Z("/dev/full\0"u8),
        0x108 => Text.Z("/dev/random\0"u8),
        0x109 => Text.Z("/dev/urandom\0"u8),
        _ => null,
    };

    /// <summary>Turns a table of offsets into the pointers that execve wants, in place: the plan is private memory.</summary>
    private static byte** Pointers(Launch* launch, uint offset, uint count)
    {
        ulong* table = (ulong*)launch->At(offset);
        for (uint i = 0; i < count; i++)
        {
            table[i] += (ulong)launch->Plan;
        }

        return (byte**)table;
    }

    private static void InstallFilter(Launch* launch)
    {
        if (launch->Rules->SeccompInstructions == 0)
        {
            return;
        }

        SockFprog program;
        program.Length = launch->Rules->SeccompInstructions;
        program.Filter = (byte*)launch->Rules + launch->Rules->SeccompOffset;
        Report.Check(launch, Step.InstallSeccomp, Sys.Call(Nr.seccomp, C.SECCOMP_SET_MODE_FILTER, 0, (long)&program));
    }

    /// <summary>As execvp searches: a missing candidate is passed over, a forbidden one remembered.</summary>
    private static void Execute(Launch* launch, byte** candidates, byte** arguments, byte** environment)
    {
        long failure = -C.ENOENT;
        byte* at = candidates[0];
        for (int i = 0; candidates[i] != null; i++)
        {
            long result = Sys.Call(Nr.execve, (long)candidates[i], (long)arguments, (long)environment);
            if (result is not (-C.ENOENT or -C.ENOTDIR))
            {
                failure = result;
                at = candidates[i];
                if (result != -C.EACCES)
                {
                    break;
                }
            }
        }

        Report.Fail(launch, Step.Execute, failure, at, failure == -C.ENOENT ? 127 : 126);
    }
}
