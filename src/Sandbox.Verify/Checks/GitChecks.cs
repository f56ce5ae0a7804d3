using Sandbox.Verify.Running;

namespace Sandbox.Verify.Checks;

/// <summary>GW: what git outside would run or obey.</summary>
internal static class GitChecks
{
    private const string Aside = "old-git";

    public static IReadOnlyList<BatteryCheck> All { get; } =
    [
        Planted("GW-01.hooks", "hooks are put into the repository", "hooks/pre-commit", "hooks/post-checkout", "hooks/fsmonitor-watchman"),
        new SensedCheck(
            "GW-02.config", "settings that run programs are put into the repository", static a => [new Attempt("append", Path.Combine(a.Scene.Project, ".git", "config"), "[core]\n\tfsmonitor = PWN\n")],
            static (a, _) => Contents(a, "config")?.Contains("PWN", StringComparison.Ordinal) == true ? "the host's git sees them" : null),
        Planted("GW-03.redirect", "git is led to other directories", "commondir", "config.worktree", "worktrees/x/commondir"),
        Planted("GW-04.attributes", "filters are put into the repository", "info/attributes"),
        Planted("GW-05.modules", "hooks of submodules are put into the repository", "modules/x/hooks/post-checkout", "modules/x/config"),
        new SensedCheck(
            "GW-03.replaced", "the repository's directory is moved away", static a => [Probe.Call(82, Path.Combine(a.Scene.Project, ".git"), Path.Combine(a.Scene.Project, Aside))],
            static (a, _) => a.Scene.Exists(".git", "config") ? null : "it was moved"),
    ];

    private static SensedCheck Planted(string id, string title, params string[] names) => new(
        id, title, a => [.. names.Select(n => new Attempt("plant", Path.Combine(a.Scene.Project, ".git", n), "PWN"))],
        (a, _) => Array.Find(names, n => Contents(a, n) == "PWN") is { } made ? $"the host sees .git/{made}" : null);

    /// <summary>Of a file of the repository, wherever the last attack has moved it; null when it is not there.</summary>
    public static string? Contents(Arm arm, string name) =>
        new[] { ".git", Aside }.Select(d => Path.Combine(arm.Scene.Project, d, name)).FirstOrDefault(File.Exists) is { } file ? File.ReadAllText(file) : null;
}
