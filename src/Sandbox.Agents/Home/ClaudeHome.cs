namespace Sandbox.Agents.Home;

/// <summary>
/// The agent's state inside a sandbox: which entries of the host's <c>~/.claude</c> appear there, and how. What is not named stays outside,
/// above all <c>.credentials.json</c>, <c>history.jsonl</c> and every other project.
/// </summary>
public static class ClaudeHome
{
    /// <summary>The agent's directory in the home directory.</summary>
    public const string DirectoryName = ".claude";

    /// <summary>The agent's state file in the home directory.</summary>
    public const string ConfigName = ".claude.json";

    /// <param name="projectDirectory">The project's absolute path inside, links resolved.</param>
    /// <returns>In the order in which they are to be made.</returns>
    public static IReadOnlyList<ClaudeHomeEntry> Entries(string projectDirectory) =>
    [
        new() { Name = "settings.json", Kind = ClaudeHomeEntryKind.GeneratedFile },
        new() { Name = "CLAUDE.md", Kind = ClaudeHomeEntryKind.CopiedFile },
        new() { Name = "skills", Kind = ClaudeHomeEntryKind.ReadOnlyDirectory },
        new() { Name = "agents", Kind = ClaudeHomeEntryKind.ReadOnlyDirectory },
        new() { Name = "commands", Kind = ClaudeHomeEntryKind.ReadOnlyDirectory },
        new() { Name = $"projects/{ProjectSlug.Of(projectDirectory)}", Kind = ClaudeHomeEntryKind.WritableDirectory },
    ];
}
