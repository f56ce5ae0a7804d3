using Sandbox.Linux.Native;

namespace Sandbox.Linux.Terminals;

/// <summary>
/// The terminal's settings and foreground group as they were found, to be put back whatever the payload did to them
/// or however it died.
/// </summary>
public sealed unsafe class TerminalState
{
    private readonly int _descriptor;
    private readonly byte[] _settings = new byte[Libc.SizeOfTermios];
    private readonly int[] _flags = [.. Enumerable.Range(0, 3).Select(d => Libc.fcntl(d, Libc.F_GETFL, 0))];

    private TerminalState(int descriptor) => _descriptor = descriptor;

    /// <summary>Null when there is no terminal or this process is in its background and has no business with it.</summary>
    public static TerminalState? Save()
    {
        int descriptor = Terminal.Find();
        if (!Terminal.IsForeground(descriptor))
        {
            return null;
        }

        TerminalState state = new(descriptor);
        fixed (byte* settings = state._settings)
        {
            return Libc.tcgetattr(descriptor, settings) == 0 ? state : null;
        }
    }

    public void Restore()
    {
        // A payload with job control leaves its own, now dead, group in the foreground; taking it back from the
        // background raises SIGTTOU, so that is blocked meanwhile.
        byte* set = stackalloc byte[Libc.SizeOfSignalSet];
        byte* old = stackalloc byte[Libc.SizeOfSignalSet];
        _ = Libc.sigemptyset(set);
        _ = Libc.sigaddset(set, Libc.SIGTTOU);
        _ = Libc.pthread_sigmask(Libc.SIG_BLOCK, set, old);
        _ = Libc.tcsetpgrp(_descriptor, Libc.getpgrp());

        // What is not in the settings: exclusive use, stopped output, answers typed by the terminal itself, and flags of the
        // open files that the user's shell shares.
        _ = Libc.ioctl(_descriptor, Libc.TIOCNXCL, 0);
        _ = Libc.tcflow(_descriptor, Libc.TCOON);
        fixed (byte* settings = _settings)
        {
            // Not waiting for output to drain: it may have been stopped by somebody else.
            _ = Libc.tcsetattr(_descriptor, Libc.TCSANOW, settings);
        }

        for (int descriptor = 0; descriptor < _flags.Length; descriptor++)
        {
            if (_flags[descriptor] >= 0)
            {
                _ = Libc.fcntl(descriptor, Libc.F_SETFL, _flags[descriptor]);
            }
        }

        _ = Libc.pthread_sigmask(Libc.SIG_SETMASK, old, null);
    }
}
