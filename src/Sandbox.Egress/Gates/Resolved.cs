using System.Net;

namespace Sandbox.Egress.Gates;

/// <summary>What a name led to: addresses in the order in which to try them, or why there are none.</summary>
public sealed record Resolved
{
    public required IReadOnlyList<IPAddress> Addresses { get; init; }

    /// <summary>A few words for the log when there are no addresses: "no such name", "no answer from the resolver in 5 s".</summary>
    public string? Problem { get; init; }

    public static Resolved Failed(string problem) => new() { Addresses = [], Problem = problem };
}
