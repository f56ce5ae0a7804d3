namespace Sandbox.Core.Policy;

/// <summary>
/// Names in a project that programs on the host later execute or obey without being asked: opening the folder in an
/// editor, entering it in a shell, running git in it. Present directories are read-only; absent names cannot be created.
/// </summary>
public static class ProtectedNames
{
    /// <summary>The project's configuration of this program.</summary>
    public const string Configuration = ".claude-sandbox.json";

    /// <summary>Relative to the project directory. Names below <c>.git</c> count only where <c>.git</c> is a directory.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        ".git/hooks",

        // Agents: hooks, tool servers and permissions that run outside when the user starts one there.
        ".claude", ".mcp.json", ".codex", ".cursor", ".gemini", ".kiro", ".opencode", ".windsurf",

        // Editors: tasks and settings that run code when the folder is opened.
        ".devcontainer", ".dir-locals.el", ".exrc", ".fleet", ".idea", ".nvim.lua", ".vscode", ".zed",

        // Shells: read on entering the directory.
        ".envrc", ".mise.toml", "mise.toml",

        // This program: it can only tighten, but nothing would start with a broken one.
        Configuration,
    ];

    /// <summary>Directories below a protected one that stay writable because the agent works there.</summary>
    public static IReadOnlyList<string> WritableBelow { get; } = [".claude/worktrees"];
}
