using System.Net;

namespace Sandbox.Egress.Gates;

/// <summary>Connects to one of several addresses, all of which have been checked.</summary>
public interface IDialer
{
    /// <summary>Ends in bounded time; the first that answers wins, the others are closed.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    Task<Dialled> DialAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancellation);
}
