using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Home;

/// <summary>Where the agent keeps its state on the host.</summary>
public sealed record ClaudeHostPaths
{
    /// <summary><c>~/.claude</c>, or what CLAUDE_CONFIG_DIR says.</summary>
    public required string Directory { get; init; }

    /// <summary><c>~/.claude.json</c>; inside the directory when CLAUDE_CONFIG_DIR is set.</summary>
    public required string ConfigFile { get; init; }

    /// <summary>The login; never shared.</summary>
    public string CredentialsFile => PathText.Join(Directory, ".credentials.json");

    /// <summary>The user's settings.</summary>
    public string SettingsFile => PathText.Join(Directory, "settings.json");

    /// <param name="environment">The caller's environment.</param>
    /// <param name="home">The user's home directory, absolute. A relative CLAUDE_CONFIG_DIR would mean another place in every directory: it is ignored.</param>
    public static ClaudeHostPaths From(IReadOnlyDictionary<string, string> environment, string home) =>
        environment.TryGetValue("CLAUDE_CONFIG_DIR", out string? directory) && directory.StartsWith('/')
            ? new() { Directory = directory, ConfigFile = PathText.Join(directory, ClaudeHome.ConfigName) }
            : new() { Directory = PathText.Join(home, ClaudeHome.DirectoryName), ConfigFile = PathText.Join(home, ClaudeHome.ConfigName) };
}
