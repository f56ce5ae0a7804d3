using System.Runtime.InteropServices;
using Sandbox.Executor.Plan;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;
using Sandbox.Linux.Terminals;

namespace Sandbox.Backends.Native;

/// <summary>
/// Signals sent to the launcher reach the payload once. What the terminal's keys send goes to the whole foreground group,
/// so the payload has it already and it is not repeated. A second SIGTERM ends the sandbox. Made before anything that has to be
/// put away again: from then on no signal ends this process.
/// </summary>
public sealed class SignalForwarding : IDisposable
{
    private readonly Lock _lock = new();
    private readonly int _terminal = Terminal.Find();
    private readonly CaughtSignals _caught;
    private readonly List<int> _early = [];
    private Descriptor? _control;
    private SpawnedProcess? _executor;
    private Action<int>? _elsewhere;
    private int _terminations;
    private bool _sharesTerminal = true;

    public SignalForwarding() => _caught = new(
        Forward, SignalNumber.Hangup, SignalNumber.Interrupt, SignalNumber.Quit, SignalNumber.User1, SignalNumber.User2, SignalNumber.Terminate);

    /// <summary>Takes signals in the payload's place, where that is none of the sandbox's own sessions; the terminal's keys come here alone then. Set before <see cref="Connect"/>.</summary>
    internal Action<int>? Elsewhere { get; set; }

    /// <summary>The first signal that came before there was anything to pass it on to and would have ended this process, or null.</summary>
    public int? Early
    {
        get
        {
            lock (_lock)
            {
                return _early.Count > 0 ? _early[0] : null;
            }
        }
    }

    public void Dispose() => _caught.Dispose();

    /// <summary>From here on signals go to the payload, those that came meanwhile first.</summary>
    /// <param name="control">The outer end of the control socket.</param>
    /// <param name="executor">What a second SIGTERM ends.</param>
    /// <param name="session">The payload where it does not share this process's terminal, whose keys then send it nothing; else null.</param>
    /// <param name="sharesTerminal">Without a session: the payload belongs to the foreground group of this process's terminal, and hears its keys by itself.</param>
    internal void Connect(Descriptor control, SpawnedProcess executor, JoinedSession? session, bool sharesTerminal = true)
    {
        lock (_lock)
        {
            _elsewhere = Elsewhere ?? (session is null ? null : session.Forward);
            _sharesTerminal = sharesTerminal && _elsewhere is null;
            _control = control;
            _executor = executor;
            _early.ForEach(Send);
            _early.Clear();
        }
    }

    /// <summary>The payload is gone, and so will be what was given to <see cref="Connect"/>.</summary>
    internal void Disconnect()
    {
        lock (_lock)
        {
            _control = null;
            _executor = null;
            _elsewhere = null;
        }
    }

    private void Forward(int signal)
    {
        lock (_lock)
        {
            if (_executor is null)
            {
                _early.Add(signal);
            }
            else if (signal == SignalNumber.Terminate && ++_terminations > 1)
            {
                // The kernel then kills PID 1 (its parent-death signal), and with it the namespace: nothing inside has a say.
                _executor.Signal(SignalNumber.Kill);
            }
            else if (!_sharesTerminal || signal is not (SignalNumber.Interrupt or SignalNumber.Quit) || !Terminal.IsForeground(_terminal))
            {
                Send(signal);
            }
        }
    }

    private void Send(int signal)
    {
        if (_elsewhere is { } elsewhere)
        {
            elsewhere(signal);
            return;
        }

        ControlMessage message = new() { Kind = (uint)ControlKind.Signal, Value = signal };
        _control!.TrySend(MemoryMarshal.AsBytes(new ReadOnlySpan<ControlMessage>(in message)));
    }
}
