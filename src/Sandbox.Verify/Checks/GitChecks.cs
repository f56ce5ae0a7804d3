using Sandbox.Verify.Running;

namespace Sandbox.Verify.Checks;

/// <summary>GW: what git outside would run or obey.</summary>
internal static class GitChecks
{
    public static IReadOnlyList<BatteryCheck> All { get; } =
    [
        Planted("GW-01.hooks", "hooks are put into the repository", ".git/hooks/pre-commit", ".git/hooks/post-checkout", ".git/hooks/fsmonitor-watchman"),
        new SensedCheck(
            "GW-02.config", "settings that run programs are put into the repository", static a => [new Attempt("append", Path.Combine(a.Scene.Project, ".git/config"), "[core]\n\tfsmonitor = PWN\n")],
            static (a, _) => File.ReadAllText(Path.Combine(a.Scene.Project, ".git/config")).Contains("PWN", StringComparison.Ordinal) ? "the host's git sees them" : null),
        Planted("GW-03.redirect", "git is led to other directories", ".git/commondir", ".git/config.worktree", ".git/worktrees/x/commondir"),
        Planted("GW-04.attributes", "filters are put into the repository", ".git/info/attributes"),
        Planted("GW-05.modules", "hooks of submodules are put into the repository", ".git/modules/x/hooks/post-checkout", ".git/modules/x/config"),
        new SensedCheck(
            "GW-03.replaced", "the repository's directory is moved away", static a => [Probe.Call(82, Path.Combine(a.Scene.Project, ".git"), Path.Combine(a.Scene.Project, "old-git"))],
            static (a, _) => a.Scene.Exists(".git", "config") ? null : "it was moved"),
    ];

    private static SensedCheck Planted(string id, string title, params string[] names) => new(
        id, title, a => [.. names.Select(n => new Attempt("plant", Path.Combine(a.Scene.Project, n), "PWN"))],
        (a, _) => Array.Find(names, n => Holds(Path.Combine(a.Scene.Project, n)) || Holds(Path.Combine(a.Scene.Project, n.Replace(".git/", "old-git/", StringComparison.Ordinal)))) is { } made
            ? $"the host sees {made}" : null);

    private static bool Holds(string file) => File.Exists(file) && File.ReadAllText(file) == "PWN";
}
