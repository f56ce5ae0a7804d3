using Sandbox.Egress.Gates;

namespace Sandbox.Egress.Tunnels;

/// <summary>What happens with a client that turns out to speak plain HTTP where any protocol could have been spoken.</summary>
public interface IPlainHttp
{
    /// <summary>Serves requests, each of which must be for exactly the host and port that were opened. Logs the end by <see cref="Gate.Finish"/>.</summary>
    /// <param name="client">Starts with the request line.</param>
    /// <param name="upstream">Connected, nothing sent or received yet; disposed by the caller.</param>
    /// <param name="cancellation">The sandbox ends.</param>
    Task ServeAsync(Stream client, Opened upstream, CancellationToken cancellation);

    /// <summary>Answers one request with the reason why there is no connection: 403 for a refusal, 502 for a failure.</summary>
    /// <param name="client">Starts with the request line.</param>
    /// <param name="upstream">Not connected; logged already.</param>
    /// <param name="cancellation">The sandbox ends, or the client is too slow.</param>
    Task ExplainAsync(Stream client, Opened upstream, CancellationToken cancellation);
}
