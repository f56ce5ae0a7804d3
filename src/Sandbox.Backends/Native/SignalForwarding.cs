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
    private bool _sharesTerminal = true;

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
    /// <param name="control">The socket of PID 1.</param>
    /// <param name="executor">Ends it all when killed.</param>
    /// <param name="sharesTerminal">The payload belongs to the terminal's foreground group, and hears its keys by itself.</param>
    internal void Connect(Descriptor control, SpawnedProcess executor, bool sharesTerminal)
    {
        lock (_lock)
        {
            _sharesTerminal = sharesTerminal;
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
            else if (signal is not (Interrupt or Quit) || !_sharesTerminal || !Terminal.IsForeground(_terminal))
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
