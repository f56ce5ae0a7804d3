using System.Runtime.InteropServices;
using Sandbox.Agents;
using Sandbox.Agents.Catalog;
using Sandbox.Agents.Installing;
using Sandbox.Agents.Locating;
using Sandbox.Cli.Commands;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Linux.Processes;
using Sandbox.Linux.Terminals;

namespace Sandbox.Cli.Agents;

/// <summary>Finds the agent of a launch, and installs it when it is about to run and missing.</summary>
internal sealed class AgentSelection(HostFacts facts, CliHost host, Messages messages)
{
    /// <summary>The agent that a run cannot do without.</summary>
    /// <exception cref="SandboxException">CS601 or CS602.</exception>
    public AgentLaunch Required(LaunchRequest request, string project, bool install)
    {
        if (request.Agent is not null)
        {
            return Other(request.Agent);
        }

        AgentInstallation installation;
        try
        {
            installation = Locate(project);
        }
        catch (SandboxException e) when (e.Code == ErrorCode.AgentNotFound)
        {
            // Whatever else is wrong is said before hundreds of megabytes are fetched, or instead of it.
            _ = Planner.Plan(request.Policy, facts, new RunShell(null));
            if (!install)
            {
                throw;
            }

            messages.Notice($"claude is not installed here: installing version {ClaudeAgent.DefaultVersion}");
            _ = Install(SemanticVersion.Parse(ClaudeAgent.DefaultVersion), project);
            installation = Locate(project);
        }

        return ClaudeLaunch.Create(installation, request, facts, project, messages);
    }

    /// <summary>The agent a shell or command may want to start, or null when there is none.</summary>
    public AgentLaunch? Optional(LaunchRequest request, string project)
    {
        if (request.Agent is not null)
        {
            return Other(request.Agent);
        }

        try
        {
            return ClaudeLaunch.Create(Locate(project), request, facts, project, messages);
        }
        catch (SandboxException e) when (e.Code == ErrorCode.AgentNotFound)
        {
            return null;
        }
    }

    /// <param name="project">Nothing in it counts; null when there is none.</param>
    public AgentInstallation Locate(string? project)
    {
        HostFileProbe files = new();
        ExecutableResolver resolver = Resolver(project, files);
        AgentStore store = AgentStore.FromEnvironment(Environment());
        return new AgentLocator(
            resolver,
            new AgentInspector(resolver, files, Platform(), facts.Home),
            KnownPlaces.For(facts.Home),
            new AgentCatalog(store, files, facts.Uid)).Locate();
    }

    public AgentInstallResult Install(SemanticVersion version, string? project)
    {
        HostFileProbe files = new();
        bool animate = Terminal.IsTerminal(2) && facts.Variable("CI") is null;
        using InstallProgress progress = new(host.Error, animate, TimeProvider.System);
        AgentInstaller installer = new(new AgentInstallerHost
        {
            Store = AgentStore.FromEnvironment(Environment()),
            Platform = Platform(),
            Runner = new CommandRunner(TimeProvider.System),
            Resolver = Resolver(project, files),
            Files = files,
            Environment = Environment(),
            Uid = facts.Uid,
            Progress = progress,
            Clock = TimeProvider.System,
        });
        return installer.InstallAsync(version, CancellationToken.None).GetAwaiter().GetResult();
    }

    // HOME may be unset: the user database has named a home then.
    private Dictionary<string, string> Environment() => new(host.Environment, StringComparer.Ordinal) { ["HOME"] = facts.Home };

    private ExecutableResolver Resolver(string? project, HostFileProbe files) => new(facts.Variable("PATH"), project is null ? [] : [project], files);

    private static AgentPlatform Platform() => AgentPlatform.Detect(RuntimeInformation.ProcessArchitecture, File.Exists);

    private static AgentLaunch Other(string command) => new() { Command = command };
}
