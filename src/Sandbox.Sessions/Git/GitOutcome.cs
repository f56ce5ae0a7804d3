using Sandbox.Core.Diagnostics;

namespace Sandbox.Sessions.Git;

/// <summary>What a step of bringing in step came to.</summary>
/// <param name="Problem">Why nothing was done, in words for the user; null otherwise.</param>
/// <param name="IsBusy">A git held the lock, or changed something at this moment: a later step may succeed.</param>
internal sealed record GitOutcome(string? Problem, bool IsBusy)
{
    /// <summary>There was nothing to do.</summary>
    public static GitOutcome Same { get; } = new(null, false);

    public static GitOutcome Published { get; } = new(null, false);

    public static GitOutcome Busy { get; } = new(null, true);

    public static GitOutcome Refused(string why) => new(why, false);

    /// <exception cref="SandboxException">CS501: it was refused.</exception>
    public void ThrowIfRefused()
    {
        if (Problem is not null)
        {
            throw new SandboxException(ErrorCode.State, $"{Problem}: make it writable, or set XDG_STATE_HOME to a place you may write");
        }
    }
}
