using System.Runtime.InteropServices;

namespace Sandbox.Cli.Hosting;

/// <summary>While it lives, the signals that would end this program ask it to put away first what it has made.</summary>
internal sealed class Interruption : IDisposable
{
    private static readonly (PosixSignal Signal, int Number)[] Signals = [(PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15)];
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _signal;

    public Interruption()
    {
        foreach ((PosixSignal signal, int number) in Signals)
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                _ = Interlocked.CompareExchange(ref _signal, number, 0);
                _stop.Cancel();
            }));
        }
    }

    /// <summary>Cancelled by the first of them.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Which one came first; 0 for none.</summary>
    public int Signal => Volatile.Read(ref _signal);

    public void Dispose()
    {
        _registrations.ForEach(static r => r.Dispose());
        _stop.Dispose();
    }
}
