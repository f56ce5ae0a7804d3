using Sandbox.Core.Secrets;

namespace Sandbox.Agents.Home;

/// <summary>What decides the contents of the agent's private home inside a sandbox. File contents are passed in; nothing is read here.</summary>
public sealed record ClaudeHomeRequest
{
    /// <summary>The project's absolute path inside, links resolved.</summary>
    public required string ProjectDirectory { get; init; }

    /// <summary>The host's <c>.claude.json</c>; null when there is none.</summary>
    public byte[]? HostConfig { get; init; }

    /// <summary>The host's <c>~/.claude/settings.json</c>; null when there is none.</summary>
    public byte[]? HostSettings { get; init; }

    /// <summary>The value that ANTHROPIC_API_KEY has inside (a broker's sentinel, normally); null when that variable is not set.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>The agent runs with <c>--dangerously-skip-permissions</c>.</summary>
    public bool SkipPermissions { get; init; } = true;
}
