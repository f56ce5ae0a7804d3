namespace Sandbox.Egress.Relays;

/// <summary>What went through a relay.</summary>
/// <param name="Sent">Bytes from the inside to the outside.</param>
/// <param name="Received">Bytes from the outside to the inside.</param>
/// <param name="Problem">Why it ended before both sides had: "upstream: connection reset"; null for an ordinary end.</param>
public readonly record struct RelayResult(long Sent, long Received, string? Problem);
