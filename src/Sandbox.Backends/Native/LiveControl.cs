using Sandbox.Linux.Files;

namespace Sandbox.Backends.Native;

/// <summary>What whoever owns a running sandbox can ask of its PID 1. Safe for many threads.</summary>
public abstract class LiveControl
{
    /// <summary>How many sessions run inside, or null when PID 1 does not answer.</summary>
    public abstract int? CountSessions();

    /// <summary>Until told otherwise PID 1 takes changes of the mount table for ours; false when it does not answer, or nothing can be attached to it.</summary>
    public abstract bool ExpectMounts(bool expects);

    /// <summary>Starts one more session; everything that comes of it is told on the session's socket. False when PID 1 is gone.</summary>
    /// <param name="session">What to run.</param>
    /// <param name="channel">PID 1's end of the session's socket.</param>
    /// <param name="terminal">Rows in the high half and columns in the low one of a terminal of the sandbox's own, or null for none.</param>
    /// <param name="standard">Descriptors 0, 1 and 2 without a terminal; nothing, or 2 alone, with one.</param>
    public abstract bool Join(JoinRequest session, Descriptor channel, uint? terminal, params IReadOnlyList<Descriptor> standard);

    /// <summary>Sends a signal to everything inside but PID 1. False when PID 1 is gone.</summary>
    /// <param name="signal">1 to 64.</param>
    public abstract bool SignalAll(int signal);
}
