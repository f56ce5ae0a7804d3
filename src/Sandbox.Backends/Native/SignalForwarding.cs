using System.Runtime.InteropServices;
using Sandbox.Executor.Plan;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;
using Sandbox.Linux.Terminals;

namespace Sandbox.Backends.Native;

/// <summary>
/// Signals sent to the launcher reach the payload once. What the terminal's keys send goes to the whole foreground group,
/// so the payload has it already and it is not repeated. A second SIGTERM ends the sandbox.
/// </summary>
internal sealed class SignalForwarding : IDisposable
{
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int Kill = 9;
    private const int User1 = 10;
    private const int User2 = 12;
    private const int Terminate = 15;

    private readonly Descriptor _control;
    private readonly SpawnedProcess _executor;
    private readonly int _terminal = Terminal.Find();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _terminations;

    public SignalForwarding(Descriptor control, SpawnedProcess executor)
    {
        _control = control;
        _executor = executor;
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

    public void Dispose() => _registrations.ForEach(r => r.Dispose());

    private void Forward(int signal)
    {
        if (signal is Interrupt or Quit && Terminal.IsForeground(_terminal))
        {
            return;
        }

        if (signal == Terminate && Interlocked.Increment(ref _terminations) > 1)
        {
            // The kernel then kills PID 1 (its parent-death signal), and with it the namespace: nothing inside has a say.
            _executor.Signal(Kill);
            return;
        }

        ControlMessage message = new() { Kind = (uint)ControlKind.Signal, Value = signal };
        _control.TrySend(MemoryMarshal.AsBytes(new ReadOnlySpan<ControlMessage>(in message)));
    }
}
