using Sandbox.Linux.Processes;

namespace Sandbox.Cli.Hosting;

/// <summary>While it lives, the signals that would end this program ask it to put away first what it has made.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CaughtSignals _caught;
    private int _signal;

    public Interruption() => _caught = new(
        number =>
        {
            _ = Interlocked.CompareExchange(ref _signal, number, 0);
            _stop.Cancel();
        },
        SignalNumber.Hangup, SignalNumber.Interrupt, SignalNumber.Terminate);

    /// <summary>Cancelled by the first of them.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Which one came first; 0 for none.</summary>
    public int Signal => Volatile.Read(ref _signal);

    public void Dispose()
    {
        _caught.Dispose();
        _stop.Dispose();
    }
}
