using Sandbox.Core.Network;

namespace Sandbox.Egress.Gates;

/// <summary>Looks names up on the host. Asked only for names that the rules allow, never for addresses.</summary>
public interface IResolver
{
    /// <summary>Never throws for a name that cannot be found; ends in bounded time.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    Task<Resolved> ResolveAsync(HostName host, CancellationToken cancellation);
}
