namespace Sandbox.Integration.Tests;

/// <summary>Files, relative to a project, that programs on the host run or obey without asking. In a fresh project all are absent.</summary>
public static class HostObeys
{
    public static IReadOnlyList<string> Files { get; } =
    [
        ".git/hooks/pre-commit", ".claude/settings.json", ".claude/settings.local.json", ".claude/commands/x.md", ".mcp.json",
        ".codex/config.toml", ".cursor/mcp.json", ".gemini/settings.json", ".kiro/settings/mcp.json", ".opencode/opencode.json",
        ".windsurf/mcp.json", ".devcontainer/devcontainer.json", ".dir-locals.el", ".exrc", ".fleet/run.json", ".idea/workspace.xml",
        ".nvim.lua", ".vscode/tasks.json", ".vscode/settings.json", ".zed/tasks.json", ".envrc", ".mise.toml", "mise.toml",
    ];

    /// <summary>A script that tries to make each of them, in every way that needs no privilege, and names those that it could make.</summary>
    public static string CreationScript { get; } =
        $$"""
        for f in {{string.Join(' ', Files)}}; do
          top=${f%%/*}
          rmdir "$top" 2>/dev/null; mv "$top" moved-away 2>/dev/null; chmod u+w "$top" 2>/dev/null
          mkdir -p "$(dirname "$f")" 2>/dev/null
          { echo PWN > "$f"; } 2>/dev/null || { echo PWN > planted; mv -f planted "$f"; } 2>/dev/null || ln -sf /dev/null "$f" 2>/dev/null
          [ -f "$f" ] && echo "CREATED $f"
          [ -e moved-away ] && mv moved-away "$top" 2>/dev/null
        done
        rm -f planted
        true
        """;
}
