namespace Sandbox.Bench;

/// <summary>A measurement that cannot be made here; the message says why, in one line.</summary>
internal sealed class BenchException(string message) : Exception(message);
