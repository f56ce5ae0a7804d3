using System.CommandLine;
using Sandbox.Agents;
using Sandbox.Agents.Installing;
using Sandbox.Cli.Agents;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox agent install|path</c>.</summary>
internal static class AgentVerb
{
    public static Verb Create(CliHost host)
    {
        Verb command = new(Verbs.Agent, "install the agent, or print which one is used")
        {
            Usage = ["claude-sandbox agent install [VERSION]", "claude-sandbox agent path"],
        };
        command.Subcommands.Add(Install(host));
        command.Subcommands.Add(Path(host));
        command.SetAction(Missing);
        return command;
    }

    private static int Missing(ParseResult parsed) =>
        throw new SandboxException(ErrorCode.Usage, "agent needs a verb: agent install [VERSION], or agent path");

    private static Verb Install(CliHost host)
    {
        Verb command = new("install", "install Claude Code by npm into this program's own data directory")
        {
            Usage = ["claude-sandbox agent install [VERSION]"],
            Notes = ["Prints the path of what was installed. Running it again with the same version changes nothing."],
        };
        Argument<string> version = new("VERSION")
        {
            Description = $"exact version (default: {ClaudeAgent.DefaultVersion})",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => ClaudeAgent.DefaultVersion,
        };
        command.Arguments.Add(version);
        command.SetAction(parsed =>
        {
            SemanticVersion wanted = SemanticVersion.Parse(parsed.GetValue(version)!);
            AgentSelection selection = Select(host, out HostFacts facts);
            AgentInstallResult result = selection.Install(wanted, Surroundings(facts));
            host.Error.WriteLine(result.WasInstalled
                ? $"claude-sandbox: claude {wanted} is installed already"
                : $"claude-sandbox: installed claude {wanted}");
            host.Out.WriteLine(result.Agent.Executable);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Verb Path(CliHost host)
    {
        Verb command = new("path", "print the agent that would run")
        {
            Usage = ["claude-sandbox agent path"],
            Notes = ["Looks along PATH, where Claude Code is usually installed, and at what `claude-sandbox agent install` brought. Programs in the current directory do not count."],
        };
        command.SetAction(_ =>
        {
            AgentSelection selection = Select(host, out HostFacts facts);
            host.Out.WriteLine(selection.Locate(Surroundings(facts)).FoundAt);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static AgentSelection Select(CliHost host, out HostFacts facts)
    {
        facts = host.Facts;
        return new AgentSelection(facts, host, new Messages(host.Error, quiet: false));
    }

    /// <summary>
    /// Tools in the current directory do not count, since it may be a hostile clone; but nobody clones into / or a home, and
    /// distrusting those would distrust every tool there is.
    /// </summary>
    private static string? Surroundings(HostFacts facts)
    {
        try
        {
            return ProjectDirectory.Resolve(".", facts).Path;
        }
        catch (SandboxException e) when (e.Code == ErrorCode.ProjectDirectory)
        {
            return Paths.IsWithin(facts.Home, facts.WorkingDirectory) ? null : facts.WorkingDirectory;
        }
    }
}
