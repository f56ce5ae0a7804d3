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
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int Kill = 9;
    private const int User1 = 10;
    private const int User2 = 12;
    private const int Terminate = 15;

    private readonly Lock _lock = new();
    private readonly int _terminal = Terminal.Find();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly List<int> _early = [];
    private Descriptor? _control;
    private SpawnedProcess? _executor;
    private int _terminations;

    public SignalForwarding()
    {
        foreach (int signal in (ReadOnlySpan<int>)[Hangup, Interrupt, Quit, User1, User2, Terminate])
        {
            // Raw numbers are passed through for signals that the enumeration does not name.
            _registrations.Add(PosixSignalRegistration.Create((PosixSignal)signal, context =>
            {
                context.Cancel = true;
                Forward(signal);
            }));
        }
    }

    /// <summary>Takes signals in the payload's place, where that is none of the sandbox's own sessions; the terminal's keys come here alone then.</summary>
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

    public void Dispose() => _registrations.ForEach(r => r.Dispose());

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
            else if (signal == Terminate && ++_terminations > 1)
            {
                // The kernel then kills PID 1 (its parent-death signal), and with it the namespace: nothing inside has a say.
                _executor.Signal(Kill);
            }
            else if (Elsewhere is not null || signal is not (Interrupt or Quit) || !Terminal.IsForeground(_terminal))
            {
                Send(signal);
            }
        }
    }

    private void Send(int signal)
    {
        if (Elsewhere is { } elsewhere)
        {
            elsewhere(signal);
            return;
        }

        ControlMessage message = new() { Kind = (uint)ControlKind.Signal, Value = signal };
        _control!.TrySend(MemoryMarshal.AsBytes(new ReadOnlySpan<ControlMessage>(in message)));
    }
}
