namespace Sandbox.Egress.Http;

/// <summary>What came when a head was awaited: exactly one of a head, a problem, or (neither) the end of the connection.</summary>
/// <param name="Bytes">The head with its empty line; valid until the next read.</param>
/// <param name="Problem">Why there is none.</param>
internal readonly record struct HeadRead(ReadOnlyMemory<byte> Bytes, HttpProblem? Problem = null)
{
    public bool Ended => Bytes.IsEmpty && Problem is null;
}
