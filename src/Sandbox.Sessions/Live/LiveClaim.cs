using Sandbox.Linux.Files;

namespace Sandbox.Sessions.Live;

/// <summary>What came of claiming an entry. Both null: its owner was just leaving, and has left by now.</summary>
/// <param name="Entry">It is this process's; the caller's to dispose.</param>
/// <param name="Owner">A connection to whoever has it; disposed with this.</param>
public sealed record LiveClaim(LiveEntry? Entry, Descriptor? Owner) : IDisposable
{
    public void Dispose() => Owner?.Dispose();
}
