using Sandbox.Egress.Http;

namespace Sandbox.Egress.Broker;

/// <summary>
/// Notices that a client hangs up while it waits for an answer, and cancels what is done for it. A next request that comes early is
/// kept for later.
/// </summary>
internal sealed class ClientWatch(MessageReader reader, CancellationTokenSource work) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task? _watching;

    /// <summary>The client has hung up.</summary>
    public bool Gone { get; private set; }

    /// <summary>From here on nobody else may read off the client until <see cref="DisposeAsync"/>. A second call does nothing.</summary>
    public void Start() => _watching ??= WatchAsync(_stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await (_watching ?? Task.CompletedTask);
        _stop.Dispose();
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        if (!reader.Buffered.IsEmpty)
        {
            return;
        }

        try
        {
            Gone = !await reader.WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            Gone = true;
        }

        if (Gone)
        {
            await work.CancelAsync();
        }
    }
}
