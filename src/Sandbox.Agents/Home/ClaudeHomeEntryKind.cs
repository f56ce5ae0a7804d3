namespace Sandbox.Agents.Home;

/// <summary>How an entry of <c>~/.claude</c> comes to be inside.</summary>
public enum ClaudeHomeEntryKind
{
    /// <summary>A copy of the host's file when there is one: a bind of a single file goes stale when the host saves by rename.</summary>
    CopiedFile,

    /// <summary>Always there; its contents are computed (<see cref="ClaudeSettings"/>).</summary>
    GeneratedFile,

    /// <summary>The host's directory, read-only, when there is one.</summary>
    ReadOnlyDirectory,

    /// <summary>The host's directory, writable; made on the host (0700) when it is missing.</summary>
    WritableDirectory,
}
