namespace Sandbox.Core.Policy;

/// <summary>A host path that the user shares by <c>--ro</c> or <c>--rw</c>, at the same path inside.</summary>
/// <param name="Path">Absolute path as given (relative ones are resolved against the caller's directory).</param>
/// <param name="Writable">Whether the sandbox may change it.</param>
public sealed record PathGrant(string Path, bool Writable);
