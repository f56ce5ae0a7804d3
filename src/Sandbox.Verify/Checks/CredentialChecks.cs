using Sandbox.Verify.Decoys;
using Sandbox.Verify.Running;

namespace Sandbox.Verify.Checks;

/// <summary>CR: secrets of the launcher's surroundings.</summary>
internal static class CredentialChecks
{
    public static IReadOnlyList<BatteryCheck> All { get; } =
    [
        new SensedCheck(
            "CR-03.variables", "secrets are found in variables", static _ => [.. Secrets.Variables.Select(static v => new Attempt("variable", v))],
            static (a, answers) => First(Secrets.Variables, answers, a.Scene.Password)),
        new SensedCheck(
            "CR-09.agent", "the agent's login, its settings and other projects' conversations are read", static a => [.. Secrets.Agent.Select(n => new Attempt("read", Path.Combine(a.Scene.Home, n)))],
            static (a, answers) => First(Secrets.Agent, answers, a.Scene.Tag)),
        new SensedCheck(
            "CR-12.git", "git's stored passwords are read", static a => [.. Secrets.GitPasswords.Select(n => new Attempt("read", Path.Combine(a.Scene.Home, n)))],
            static (a, answers) => First(Secrets.GitPasswords, answers, a.Scene.Tag)),
    ];

    private static string? First(IReadOnlyList<string> names, IReadOnlyList<Answer> answers, string tag) =>
        names.Where((_, i) => answers[i].Text.Contains(tag, StringComparison.Ordinal)).FirstOrDefault() is { } found ? $"read {found}" : null;
}
