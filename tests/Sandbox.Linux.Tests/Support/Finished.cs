namespace Sandbox.Linux.Tests.Support;

/// <summary>A process that ended: its exit code (128+N for a signal) and what it printed.</summary>
internal sealed record Finished(int ExitCode, string Output, string Error);
