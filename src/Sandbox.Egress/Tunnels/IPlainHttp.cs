using System.Net.Sockets;
using Sandbox.Egress.Gates;

namespace Sandbox.Egress.Tunnels;

/// <summary>What happens with a client that turns out to speak plain HTTP where any protocol could have been spoken.</summary>
internal interface IPlainHttp
{
    /// <summary>Serves requests, each of which must be for exactly the host and port that were opened, and logs the end.</summary>
    /// <param name="client">May be closed or reset by this, and is disposed by the caller.</param>
    /// <param name="already">What has been read off it: the request line and more.</param>
    /// <param name="upstream">Connected, nothing sent or received yet; disposed by the caller.</param>
    /// <param name="cancellation">The sandbox ends.</param>
    Task ServeAsync(Socket client, ReadOnlyMemory<byte> already, Opened upstream, CancellationToken cancellation);

    /// <summary>Answers one request with the reason why there is no connection.</summary>
    /// <param name="client">Stays open for the caller to end.</param>
    /// <param name="already">What has been read off it.</param>
    /// <param name="upstream">Not connected; logged already.</param>
    /// <param name="cancellation">The sandbox ends, or the client is too slow.</param>
    Task ExplainAsync(Socket client, ReadOnlyMemory<byte> already, Opened upstream, CancellationToken cancellation);
}
