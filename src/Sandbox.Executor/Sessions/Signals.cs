using Sandbox.Executor.Kernel;

namespace Sandbox.Executor.Sessions;

/// <summary>Signal dispositions and masks, which survive fork and (when ignored or blocked) execve.</summary>
internal static unsafe class Signals
{
    private const int Last = 31;

    /// <summary>
    /// Whatever the caller ignored (a .NET parent ignores SIGPIPE, a careless one SIGCHLD) is the default again.
    /// Real-time signals are left: nobody ignores them by habit, and each reset is a system call.
    /// </summary>
    public static void ResetAll()
    {
        for (int signal = 1; signal <= Last; signal++)
        {
            if (signal is not (C.SIGKILL or C.SIGSTOP))
            {
                Set(signal, 0);
            }
        }

        Unblock();
    }

    /// <summary>The terminal sends these to the whole foreground group; they are meant for the payload, not for who waits for it.</summary>
    public static void IgnoreTerminal()
    {
        Ignore(C.SIGINT);
        Ignore(C.SIGQUIT);
        Ignore(C.SIGHUP);
    }

    public static void Ignore(int signal) => Set(signal, 1);

    public static void Unblock()
    {
        ulong none = 0;
        Sys.Call(Nr.rt_sigprocmask, C.SIG_SETMASK, (long)&none, 0, sizeof(ulong));
    }

    /// <summary>A descriptor that becomes readable when a child ends.</summary>
    public static long ChildDescriptor()
    {
        ulong children = 1UL << (C.SIGCHLD - 1);
        long blocked = Sys.Call(Nr.rt_sigprocmask, C.SIG_BLOCK, (long)&children, 0, sizeof(ulong));
        return blocked < 0 ? blocked : Sys.Call(Nr.signalfd4, -1, (long)&children, sizeof(ulong), C.SFD_CLOEXEC);
    }

    private static void Set(int signal, ulong handler)
    {
        KernelSigaction action;
        action.Handler = handler;
        action.Flags = 0;
        action.Restorer = 0;
        action.Mask = 0;
        Sys.Call(Nr.rt_sigaction, signal, (long)&action, 0, sizeof(ulong));
    }
}
