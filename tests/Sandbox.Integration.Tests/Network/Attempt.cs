namespace Sandbox.Integration.Tests.Network;

/// <summary>One command that ran inside, timed there.</summary>
/// <param name="Command">What was run.</param>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Time">How long it took.</param>
/// <param name="Output">What it wrote, to stdout and stderr.</param>
public sealed record Attempt(string Command, int ExitCode, TimeSpan Time, string Output);
