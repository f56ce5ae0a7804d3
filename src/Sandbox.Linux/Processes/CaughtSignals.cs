using System.Runtime.InteropServices;

namespace Sandbox.Linux.Processes;

/// <summary>Signals that this process is told of instead of what they would do to it, until disposal.</summary>
public sealed class CaughtSignals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <param name="tell">Told the number, on a thread of the framework's; from now on.</param>
    /// <param name="signals">Numbers.</param>
    public CaughtSignals(Action<int> tell, params ReadOnlySpan<int> signals)
    {
        foreach (int signal in signals)
        {
            // Raw numbers are passed through for signals that the enumeration does not name.
            _registrations.Add(PosixSignalRegistration.Create((PosixSignal)signal, context =>
            {
                context.Cancel = true;
                tell(signal);
            }));
        }
    }

    public void Dispose() => _registrations.ForEach(static r => r.Dispose());
}
