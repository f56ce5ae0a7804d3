using Sandbox.Core.Diagnostics;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Core.Planning;

/// <summary>The payload's environment: empty, then what is named here.</summary>
internal static class EnvironmentTable
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static readonly string[] Passed =
        ["COLORTERM", "LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LC_NUMERIC", "LC_TIME", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "TERM", "TZ", "COLUMNS", "LINES"];

    public static void Add(PlanContext context, Invocation invocation)
    {
        AgentLaunch? agent = AgentOf(invocation);
        foreach (string name in Passed.Concat(agent?.PassedVariables ?? []).Distinct(StringComparer.Ordinal))
        {
            if (context.Facts.Variable(name) is { } value)
            {
                context.Variables.Add(new PlannedVariable { Name = name, Value = value, Reason = "host", Sensitive = HasPassword(value) });
            }
        }

        context.Set("HOME", context.Facts.Home, "sandbox");
        context.Set("USER", context.Facts.UserName, "sandbox");
        context.Set("LOGNAME", context.Facts.UserName, "sandbox");
        context.Set("SHELL", CommandLine.Shell(context), "sandbox");
        context.Set("PWD", context.Project, "sandbox");
        context.Set("TMPDIR", "/tmp", "sandbox");
        context.Set("XDG_RUNTIME_DIR", context.RuntimeDirectory, "sandbox");
        context.Set("PATH", SearchPath(context, agent), "sandbox");
        context.Set("CLAUDE_SANDBOX", "1", "sandbox");
        context.Set("CLAUDE_SANDBOX_BACKEND", (context.Policy.Backend ?? BackendKind.Native).Word(), "sandbox");
        if (context.Facts.Uid == 0)
        {
            // Claude Code refuses to skip its prompts as root unless told that it is in a sandbox.
            context.Set("IS_SANDBOX", "1", "sandbox");
        }

        foreach (PlannedVariable variable in agent?.Environment ?? [])
        {
            context.Variables.RemoveAll(v => string.Equals(v.Name, variable.Name, StringComparison.Ordinal));
            context.Variables.Add(variable);
        }

        foreach (EnvironmentGrant grant in context.Policy.Environment)
        {
            Grant(context, grant);
        }

        context.Variables.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
    }

    public static AgentLaunch? AgentOf(Invocation invocation) => invocation switch
    {
        RunAgent run => run.Agent,
        RunShell shell => shell.Agent,
        RunCommand command => command.Agent,
        _ => null,
    };

    private static void Grant(PlanContext context, EnvironmentGrant grant)
    {
        string shown = PrintableText.Escape(grant.Name);
        if (!PolicyCheck.IsVariable(grant.Name))
        {
            return;
        }

        if (grant.Value is null && !context.Facts.Environment.ContainsKey(grant.Name))
        {
            context.Findings.Add(ErrorCode.InvalidPolicy, $"--env {shown}: not set in your environment: set it, or give a value as --env {shown}=VALUE");
            return;
        }

        string value = grant.Value ?? context.Facts.Environment[grant.Name];
        context.Variables.RemoveAll(v => string.Equals(v.Name, grant.Name, StringComparison.Ordinal));
        context.Variables.Add(new PlannedVariable { Name = grant.Name, Value = value, Reason = "--env", Sensitive = true });
    }

    /// <summary>The caller's PATH as far as it exists inside, then the system's usual one: a tool found outside is found inside.</summary>
    private static string SearchPath(PlanContext context, AgentLaunch? agent)
    {
        string?[] own = [Paths.Join(context.Facts.Home, ".local/bin"), agent?.PathDirectory, context.NixosSystem is { } system ? NixosTree.Programs(system) : null];
        IEnumerable<string> host = (context.Facts.Variable("PATH") ?? string.Empty).Split(':')
            .Where(p => p.StartsWith('/'))
            .Select(p => Paths.Absolute(p, "/", "/"))
            .Select(p => Visible(context, p))
            .Where(p => !Paths.IsWithin(p, context.Project) && (IsSystem(p) || context.IsVisible(p)));

        // A colon cannot be written in PATH: what follows it would be a directory of its own, and a relative one.
        IEnumerable<string> usable = own.OfType<string>().Where(p => !p.Contains(':', StringComparison.Ordinal));
        return string.Join(':', usable.Concat(host).Concat(DefaultPath.Split(':')).Distinct(StringComparer.Ordinal));
    }

    // A profile of the Nix store is a link from outside; what it leads to is visible.
    private static string Visible(PlanContext context, string directory) =>
        !IsSystem(directory) && !context.IsVisible(directory) && context.Files.Follow(directory).Canonical is { } canonical ? canonical : directory;

    // "https://user:password@host/" is how a gateway's address is often written.
    private static bool HasPassword(string value) =>
        value.IndexOf("://", StringComparison.Ordinal) is int scheme and >= 0 && value.IndexOf('@', scheme) >= 0;

    private static bool IsSystem(string path) => Paths.IsWithin(path, "/bin") || Paths.IsWithin(path, "/sbin");
}
