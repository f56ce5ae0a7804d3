using Sandbox.Agents;
using Sandbox.Agents.Home;
using Sandbox.Cli.Commands;
using Sandbox.Cli.Egress;
using Sandbox.Cli.Output;
using Sandbox.Core.Hosts;
using Sandbox.Core.Network;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Credentials;

namespace Sandbox.Cli.Agents;

/// <summary>Claude Code as the planner wants it: command, visible directories, private home, environment.</summary>
internal static class ClaudeLaunch
{
    private const string SkipPermissions = "--dangerously-skip-permissions";
    private const int LongestSettings = 1024 * 1024;

    // Settings of the agent that grant nothing and reveal nothing.
    private static readonly string[] Passed =
    [
        "ANTHROPIC_BASE_URL", "ANTHROPIC_DEFAULT_HAIKU_MODEL", "ANTHROPIC_DEFAULT_OPUS_MODEL", "ANTHROPIC_DEFAULT_SONNET_MODEL", "ANTHROPIC_MODEL",
        "ANTHROPIC_SMALL_FAST_MODEL", "API_TIMEOUT_MS", "BASH_DEFAULT_TIMEOUT_MS", "BASH_MAX_TIMEOUT_MS", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
        "CLAUDE_CODE_ENABLE_TASKS", "CLAUDE_CODE_MAX_OUTPUT_TOKENS", "DISABLE_ERROR_REPORTING", "DISABLE_TELEMETRY", "MAX_THINKING_TOKENS",
    ];

    public static AgentLaunch Create(AgentInstallation installation, LaunchRequest request, HostFacts facts, string project, Messages messages)
    {
        ClaudeHostPaths paths = ClaudeHostPaths.From(facts.Environment, facts.Home);
        Credential? credential = request.Policy.Credentials == CredentialMode.None
            ? null
            : new HostCredentials(facts).Find();
        if (request.Kind == LaunchKind.Agent && credential is null && request.Policy.Credentials != CredentialMode.None)
        {
            messages.Notice("no credential found: set ANTHROPIC_API_KEY or CLAUDE_CODE_OAUTH_TOKEN, or log in once with `claude` outside");
        }

        bool brokered = request.Policy.Credentials == CredentialMode.Broker && credential is not null;
        if (brokered)
        {
            // Now, while nothing has started: the broker itself is only made when it is needed.
            _ = BrokerAddress.Of(facts);
            credential = request.Keys.StandIn(credential!);
        }

        bool asFile = request.Policy.Credentials == CredentialMode.File && credential is not null;
        ClaudeHomeTree home = ClaudeHomeTree.Create(paths, facts, project, !request.Policy.Ask, asFile ? null : credential);
        if (request.Kind == LaunchKind.Agent && home.RemovedSettings.Count > 0)
        {
            messages.Notice($"left outside from your settings.json because they hold or fetch secrets: {string.Join(", ", home.RemovedSettings)}");
        }

        foreach (string file in request.Kind == LaunchKind.Agent ? ProjectSettings.Files : [])
        {
            if (ProjectSettings.Redirections(facts.Files.Read(Paths.Join(project, file), LongestSettings)) is { Count: > 0 } redirections)
            {
                messages.Notice($"the project's {file} decides where the agent or its credential goes: {string.Join(", ", redirections)}");
            }
        }

        List<PlannedMount> mounts = [.. home.Mounts, .. Shortcut(installation, facts)];
        if (asFile)
        {
            mounts.Add(CredentialFile.Create(credential!, facts.Home));
        }

        return new AgentLaunch
        {
            Command = installation.Executable,
            LeadingArguments = request.Kind == LaunchKind.Agent ? Arguments(installation, request, facts, project) : [],
            VisibleDirectories = installation.VisibleDirectories,
            HostDirectories = home.HostDirectories,
            Home = mounts,
            Environment = Variables(asFile ? null : credential, brokered),
            PassedVariables = brokered ? [.. Passed.Where(static n => n != BrokerAddress.Variable)] : Passed,
            CredentialFile = asFile,
        };
    }

    // Only a run has them: a command does not wait for rules to be read for a notice that nobody gets.
    private static IReadOnlyList<string> Arguments(AgentInstallation installation, LaunchRequest request, HostFacts facts, string project) =>
    [
        .. installation.LeadingArguments,
        .. !request.Policy.Ask && !request.Payload.Contains(SkipPermissions, StringComparer.Ordinal) ? [SkipPermissions] : Array.Empty<string>(),
        "--append-system-prompt",
        $"{AgentNotice.Text((request.Policy.Backend ?? BackendKind.Native).Word(), project)}\n\n{NetworkNotice.Text(request.Policy.Network, RulesFile.Rules(request.Policy.Egress, facts, new Findings()))}",
    ];

    // A shell inside finds the agent under its usual name, whatever the installation calls it.
    private static IEnumerable<PlannedMount> Shortcut(AgentInstallation installation, HostFacts facts)
    {
        string link = Paths.Join(facts.Home, ".local/bin/claude");
        bool exists = string.Equals(link, installation.Executable, StringComparison.Ordinal);
        return exists || installation.LeadingArguments.Count > 0
            ? []
            : [new SymlinkEntry { Target = link, LinkTarget = installation.Executable, Reason = "agent" }];
    }

    private static List<PlannedVariable> Variables(Credential? credential, bool brokered)
    {
        List<PlannedVariable> variables = [new() { Name = "DISABLE_AUTOUPDATER", Value = "1", Reason = "agent" }];
        if (credential is not null)
        {
            variables.Add(new() { Name = credential.Variable, Secret = credential.Secret, Reason = credential.Source });
        }

        if (brokered)
        {
            variables.Add(new() { Name = BrokerAddress.Variable, Value = BrokerAddress.Inside, Reason = "broker" });
        }

        return variables;
    }
}
