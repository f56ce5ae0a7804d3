using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox [run] [OPTIONS] [DIR] [-- AGENT ARGS]</c>.</summary>
internal static class RunVerb
{
    public static Command Create(CliHost host, SplitArguments arguments)
    {
        Command command = new("run", "run the agent in DIR (the default verb)");
        SandboxOptions options = new();
        options.AddTo(command);
        Option<bool> shell = new("--shell") { Description = "a shell instead of the agent" };
        command.Options.Add(shell);
        command.SetAction(parsed =>
        {
            List<string> mistakes = [];
            LaunchRequest request = new()
            {
                Kind = parsed.GetValue(shell) ? LaunchKind.Shell : LaunchKind.Agent,
                Policy = options.Read(parsed, mistakes),
                Payload = arguments.Payload ?? [],
                Agent = parsed.GetValue(options.Agent),
                Quiet = parsed.GetValue(options.Quiet),
            };
            if (request.Kind == LaunchKind.Shell && arguments.Payload is { Count: > 0 })
            {
                mistakes.Add("--shell takes no command: use `claude-sandbox exec DIR -- COMMAND`");
            }

            UsageErrors.ThrowIfAny(mistakes);
            return Launching.Run(request, host);
        });
        return command;
    }
}
