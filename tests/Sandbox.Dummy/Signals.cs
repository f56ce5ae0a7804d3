using System.Runtime.InteropServices;

namespace Sandbox.Dummy;

/// <summary>The runtime handles some signals and ignores others; these verbs need the kernel's own behaviour.</summary>
internal static partial class Signals
{
    private const nint Default = 0;
    private const nint Ignore = 1;
    private const int Terminate = 15;

    private static readonly Dictionary<string, int> Numbers = new(StringComparer.Ordinal)
    {
        ["HUP"] = 1,
        ["INT"] = 2,
        ["QUIT"] = 3,
        ["ABRT"] = 6,
        ["KILL"] = 9,
        ["USR1"] = 10,
        ["SEGV"] = 11,
        ["PIPE"] = 13,
        ["TERM"] = Terminate,
        ["SYS"] = 31,
    };

    /// <summary>Ends this process by the named signal (without SIG), so that its parent sees a signal and not a code.</summary>
    public static int Die(string name)
    {
        int number = Numbers[name];
        _ = SetHandler(number, Default);
        _ = Kill(Environment.ProcessId, number);
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    public static bool IgnoreTermination() => SetHandler(Terminate, Ignore) != -1;

    [LibraryImport("libc", EntryPoint = "signal", SetLastError = true)]
    private static partial nint SetHandler(int number, nint handler);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int number);
}
