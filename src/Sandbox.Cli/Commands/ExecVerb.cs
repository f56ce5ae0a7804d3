using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox exec [OPTIONS] [DIR] -- COMMAND [ARG...]</c>.</summary>
internal static class ExecVerb
{
    public static Command Create(CliHost host, SplitArguments arguments)
    {
        Command command = new("exec", "run one command in the same sandbox: exec [OPTIONS] [DIR] -- COMMAND [ARG...]");
        SandboxOptions options = new();
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            List<string> mistakes = [];
            LaunchRequest request = new()
            {
                Kind = LaunchKind.Command,
                Policy = options.Read(parsed, mistakes),
                Payload = arguments.Payload ?? [],
                Agent = parsed.GetValue(options.Agent),
                Quiet = parsed.GetValue(options.Quiet),
            };
            if (request.Payload.Count == 0)
            {
                mistakes.Add("exec needs a command after --: claude-sandbox exec [DIR] -- COMMAND [ARG...]");
            }

            UsageErrors.ThrowIfAny(mistakes);
            return Launching.Run(request, host);
        });
        return command;
    }
}
