using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Cli.Live;

/// <summary>
/// The settings that hold for a whole sandbox, a line each: the option, a tab, its value in one spelling. Two policies are the same when their
/// lines are. What belongs to one session (--env, --ask, --agent) is not here; a test holds the list against <see cref="SandboxPolicy"/>.
/// </summary>
internal static class PolicyWords
{
    private const string None = "none";
    private const string Usual = "default";
    /// <summary>The line that names the backend.</summary>
    public const string Backend = "--backend";

    private const string Credentials = "--credentials";

    public static IReadOnlyList<string> Of(SandboxPolicy policy, LaunchPlan plan, HostFacts facts)
    {
        EgressPolicy egress = policy.Egress;
        return
        [
            Line(Backend, plan.Backend.Word()),
            Line("--rootfs", policy.Rootfs is { } rootfs ? Anchor(new PathGrant(rootfs, false), facts) : None),
            Line("--nixos-system", policy.NixosSystem is { } system ? Anchor(new PathGrant(system, false), facts) : None),
            Line("--qmp", plan.QmpSocket ?? None),
            Line("--network", policy.Network.Word()),
            Line(Credentials, Word(policy.Credentials)),
            Line("--ro", policy.Paths.Where(static p => !p.Writable).Select(p => Anchor(p, facts))),
            Line("--rw", policy.Paths.Where(static p => p.Writable).Select(p => Anchor(p, facts))),
            Line("--forward", policy.Forwards),
            Line("--desktop", policy.Desktop ? "on" : "off"),
            Line("--allow", egress.Allow),
            Line("--deny", egress.Deny),
            Line("--preset", egress.Presets),
            Line("--rules", plan.RulesFile ?? None),
            Line("--publish", egress.Publish),
            Line("--allow-write", policy.WritableProtectedNames),
            Line("--allow-nested-userns", policy.AllowNestedUserNamespaces ? "on" : "off"),
            Line("--allow-debug", policy.AllowDebugging ? "on" : "off"),
            Line("--memory", policy.Limits.Memory ?? Usual),
            Line("--cpus", policy.Limits.Cpus ?? Usual),
            Line("--pids", policy.Limits.Processes ?? Usual),
            Line("--tmp-size", policy.Limits.TmpSize ?? Usual),
            Line("--require-limits", policy.Limits.Required ? "on" : "off"),
        ];
    }

    /// <summary>A line for people for every setting that is not the same. No credential asked for is no difference: the session gets none.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyList<string> live, IReadOnlyList<string> asked)
    {
        Dictionary<string, string> running = live.Select(Split).ToDictionary(static p => p.Option, static p => p.Value, StringComparer.Ordinal);
        List<string> lines = [];
        foreach ((string option, string value) in asked.Select(Split))
        {
            string has = running.GetValueOrDefault(option, "unknown there");
            bool harmless = option == Credentials && value == None;
            if (!harmless && !string.Equals(has, value, StringComparison.Ordinal))
            {
                lines.Add($"{option}: {has} in the running sandbox, {value} here");
            }
        }

        return lines;
    }

    /// <summary>What one line says; null when there is none for the option.</summary>
    public static string? Value(IReadOnlyList<string> lines, string option) =>
        lines.Select(Split).Where(p => string.Equals(p.Option, option, StringComparison.Ordinal)).Select(static p => p.Value).FirstOrDefault();

    private static string Line(string option, string value) => option + "\t" + PrintableText.Escape(value);

    private static string Line(string option, IEnumerable<string> values)
    {
        string[] sorted = [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return Line(option, sorted.Length == 0 ? None : string.Join(' ', sorted.Select(static v => v.Replace(" ", "\\ ", StringComparison.Ordinal))));
    }

    private static (string Option, string Value) Split(string line) =>
        line.IndexOf('\t', StringComparison.Ordinal) is int tab and >= 0 ? (line[..tab], line[(tab + 1)..]) : (line, string.Empty);

    private static string Anchor(PathGrant grant, HostFacts facts) =>
        CanonicalPath.Of(facts.Files, Paths.Anchor(grant.Path, facts.WorkingDirectory, facts.Home));

    private static string Word(CredentialMode mode) => mode switch
    {
        CredentialMode.None => None,
        CredentialMode.Broker => "broker",
        CredentialMode.Environment => "env",
        _ => "file",
    };
}
