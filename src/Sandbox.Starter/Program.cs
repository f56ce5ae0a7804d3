using Internal.Runtime.CompilerHelpers;
using Sandbox.Executor.Kernel;

namespace Sandbox.Starter;

/// <summary>
/// The program that users start: replaces itself by claude-sandbox-cli beside it, with an environment in which nothing can
/// get into the .NET runtime. Diagnostics are switched off that way because the runtime reads that switch from nowhere else
/// (docs/adr/0005).
/// </summary>
internal static unsafe class Program
{
    private const int MaxPath = 4096;
    private const int Refused = 125;
    private const long RLIMIT_CORE = 4;
    private const long RLIMIT_NOFILE = 7;
    private const long RLIMIT_AS = 9;

    private static int Main()
    {
        WaitForChildren();
        HearSignals();
        LeaveNoCore();
        return Run(StartupCodeHelpers.ArgumentCount, StartupCodeHelpers.Arguments);
    }

    // A careless parent leaves SIGCHLD ignored, and execve keeps it so: then the kernel forgets how children ended.
    private static void WaitForChildren()
    {
        KernelSigaction action;
        action.Handler = 0;
        action.Flags = 0;
        action.Restorer = 0;
        action.Mask = 0;
        Sys.Call(Nr.rt_sigaction, C.SIGCHLD, (long)&action, 0, sizeof(ulong));
    }

    // Another one leaves signals blocked, and nobody could end the launcher but by SIGKILL.
    private static void HearSignals()
    {
        ulong none = 0;
        Sys.Call(Nr.rt_sigprocmask, C.SIG_SETMASK, (long)&none, 0, sizeof(ulong));
    }

    // The launcher holds the credential, and its core would lie in the current directory: the project. One byte is too little for any core, and the kernel
    // takes just that number for "none" where a program is told about cores, which no limit else keeps from being told.
    private static void LeaveNoCore()
    {
        Rlimit64 limit;
        if (Sys.Call(Nr.prlimit64, 0, RLIMIT_CORE, 0, (long)&limit) >= 0)
        {
            limit.Soft = limit.Hard == 0 ? 0 : 1UL;
            Sys.Call(Nr.prlimit64, 0, RLIMIT_CORE, (long)&limit, 0);
        }
    }

    private static int Run(int argumentCount, byte** arguments)
    {
        if (IsBelow(RLIMIT_NOFILE, 32))
        {
            return Say(Text.Z("claude-sandbox: the limit of open files is below 32: raise it, for example with `ulimit -n 1024` [CS207]\n\0"u8));
        }

        if (IsBelow(RLIMIT_AS, 1 << 30))
        {
            return Say(Text.Z("claude-sandbox: the limit of address space is below 1 GiB: raise it, for example with `ulimit -v unlimited` [CS207]\n\0"u8));
        }

        byte* path = stackalloc byte[MaxPath + 16];
        long length = Sys.Call(Nr.readlink, (long)Text.Z("/proc/self/exe\0"u8), (long)path, MaxPath);
        if (length <= 0)
        {
            return Say(Text.Z("claude-sandbox: /proc is not mounted: the sandbox is built through it: mount it with `mount -t proc proc /proc` [CS203]\n\0"u8));
        }

        path[length] = 0;
        int name = Text.LastComponent(path);
        path[name + Text.Copy(path + name, Text.Z("claude-sandbox-cli\0"u8))] = 0;
        byte** environment = EnvironmentFilter.Apply(arguments + argumentCount + 1);
        if (environment != null)
        {
            Sys.Call(Nr.execve, (long)path, (long)arguments, (long)environment);
        }

        return Say(Text.Z("claude-sandbox: claude-sandbox-cli cannot be started from beside this program: install both again, or run `make build` [CS205]\n\0"u8));
    }

    /// <summary>The runtime of the CLI ends without a word when it is given too little.</summary>
    private static bool IsBelow(long resource, ulong least)
    {
        Rlimit64 limit;
        return Sys.Call(Nr.prlimit64, 0, resource, 0, (long)&limit) >= 0 && limit.Soft < least;
    }

    private static int Say(byte* line)
    {
        Sys.WriteAll(2, line, Text.Length(line));
        return Refused;
    }
}
