using Sandbox.Core.Diagnostics;

namespace Sandbox.Backends.Native;

/// <summary>What a trial showed.</summary>
/// <param name="Error">Why no sandbox can be started here; null when one can.</param>
/// <param name="Capture">Why not every TCP port can be captured; null when it can.</param>
public sealed record TrialResult(SandboxException? Error, string? Capture);
