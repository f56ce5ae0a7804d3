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
    private int _terminations;

    public SignalForwarding() => _caught = new(
        Forward, SignalNumber.Hangup, SignalNumber.Interrupt, SignalNumber.Quit, SignalNumber.User1, SignalNumber.User2, SignalNumber.Terminate);

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
    internal void Connect(Descriptor control, SpawnedProcess executor)
    {
        lock (_lock)
        {
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
            else if (signal is not (SignalNumber.Interrupt or SignalNumber.Quit) || !Terminal.IsForeground(_terminal))
            {
                Send(signal);
            }
        }
    }

    private void Send(int signal)
    {
        ControlMessage message = new() { Kind = (uint)ControlKind.Signal, Value = signal };
        _control!.TrySend(MemoryMarshal.AsBytes(new ReadOnlySpan<ControlMessage>(in message)));
    }
}
