using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;

namespace Sandbox.Cli.Commands;

/// <summary>Every verb, one file each.</summary>
internal static class CommandTree
{
    /// <summary>Verbs beat directories of the same name (<c>./plan</c> is the directory).</summary>
    public static RootCommand Build(CliHost host, SplitArguments arguments)
    {
        RootCommand root = new(
            """
            run AI coding agents with full permissions where they cannot hurt you

            Without a verb the agent runs in DIR: claude-sandbox [OPTIONS] [DIR] [-- AGENT ARGS]

            Examples:
              claude-sandbox                            Claude Code in the current directory
              claude-sandbox ~/src/app -- -p "fix it"   arguments after -- are the agent's
              claude-sandbox --shell                    a shell in the same sandbox
              claude-sandbox exec . -- make test        one command in the same sandbox
              claude-sandbox plan                       what would run, and with what in reach
            """);
        root.Subcommands.Add(RunVerb.Create(host, arguments));
        root.Subcommands.Add(ExecVerb.Create(host, arguments));
        root.Subcommands.Add(PlanVerb.Create(host, arguments));
        root.Subcommands.Add(AgentVerb.Create(host));
        return root;
    }
}
