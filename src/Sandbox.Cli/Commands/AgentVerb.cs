using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox agent install|path</c>.</summary>
internal static class AgentVerb
{
    public static Command Create(CliHost host, SplitArguments arguments) => new("agent", "install the agent, or print which one is used");
}
