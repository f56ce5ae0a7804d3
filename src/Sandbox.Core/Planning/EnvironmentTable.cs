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
        foreach (string name in Passed.Concat(agent?.PassedVariables ?? []))
        {
            if (context.Facts.Variable(name) is { } value)
            {
                context.Set(name, value, "host");
            }
        }

        context.Set("HOME", context.Facts.Home, "sandbox");
        context.Set("USER", context.Facts.UserName, "sandbox");
        context.Set("LOGNAME", context.Facts.UserName, "sandbox");
        context.Set("SHELL", "/bin/bash", "sandbox");
        context.Set("PWD", context.Project, "sandbox");
        context.Set("TMPDIR", "/tmp", "sandbox");
        context.Set("XDG_RUNTIME_DIR", context.RuntimeDirectory, "sandbox");
        context.Set("PATH", SearchPath(context, agent), "sandbox");
        context.Set("CLAUDE_SANDBOX", "1", "sandbox");
        context.Set("CLAUDE_SANDBOX_BACKEND", "native", "sandbox");
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
        if (!IsName(grant.Name))
        {
            context.Findings.Add(ErrorCode.InvalidPolicy, $"--env {shown}: not a variable name: use letters, digits and _, not beginning with a digit");
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

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>The caller's PATH as far as it exists inside, then the system's usual one: a tool found outside is found inside.</summary>
    private static string SearchPath(PlanContext context, AgentLaunch? agent)
    {
        IEnumerable<string> own = [Paths.Join(context.Facts.Home, ".local/bin")];
        if (agent?.PathDirectory is { } directory)
        {
            own = own.Append(directory);
        }

        IEnumerable<string> host = (context.Facts.Variable("PATH") ?? string.Empty).Split(':')
            .Where(p => p.StartsWith('/') && !Paths.IsWithin(p, context.Project))
            .Select(p => Paths.Absolute(p, "/", "/"))
            .Where(p => IsSystem(p) || context.IsVisible(p));
        return string.Join(':', own.Concat(host).Concat(DefaultPath.Split(':')).Distinct(StringComparer.Ordinal));
    }

    private static bool IsSystem(string path) => Paths.IsWithin(path, "/bin") || Paths.IsWithin(path, "/sbin");
}
