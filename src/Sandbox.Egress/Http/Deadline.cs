namespace Sandbox.Egress.Http;

/// <summary>One clock for the many waits of a connection: <see cref="Start"/> before each, <see cref="Stop"/> after.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationToken _outer;
    private readonly CancellationTokenSource _source;

    public Deadline(CancellationToken outer)
    {
        _outer = outer;
        _source = CancellationTokenSource.CreateLinkedTokenSource(outer);
    }

    /// <summary>Cancelled with the outer token, and once a started wait has taken too long.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>A wait took too long; the connection is of no further use.</summary>
    public bool Expired => _source.IsCancellationRequested && !_outer.IsCancellationRequested;

    /// <summary>(Re)starts the clock.</summary>
    public void Start(TimeSpan limit) => _source.CancelAfter(limit);

    /// <summary>Waits without a limit follow, or none.</summary>
    public void Stop() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose() => _source.Dispose();
}
