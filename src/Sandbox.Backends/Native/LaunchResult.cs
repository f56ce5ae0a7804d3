using Sandbox.Core.Diagnostics;

namespace Sandbox.Backends.Native;

/// <summary>How a launch ended.</summary>
/// <param name="ExitCode">The payload's code, 128 + N for signal N; 125, 126 or 127 when it was not started.</param>
/// <param name="Error">Why it was not started, else null.</param>
public sealed record LaunchResult(int ExitCode, SandboxException? Error)
{
    /// <summary>The sandbox lives on, and another process owns it.</summary>
    public bool IsHandedOver { get; init; }

    /// <summary>Nothing was started, because a file system cannot show its files as another user's.</summary>
    public bool CannotMapOwners { get; init; }
}
