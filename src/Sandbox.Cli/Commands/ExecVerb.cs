using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox exec [OPTIONS] [DIR] -- COMMAND [ARG...]</c>.</summary>
internal static class ExecVerb
{
    public static Verb Create(CliHost host, SplitArguments arguments)
    {
        Verb command = new(Verbs.Exec, "run one command in the same sandbox")
        {
            Usage = ["claude-sandbox exec [OPTIONS] [DIR] -- COMMAND [ARG...]"],
            TakesPayload = true,
            Examples =
            [
                ("claude-sandbox exec . -- make test", "in the current directory"),
                ("claude-sandbox exec --network none . -- ./configure", "without a network"),
                ("claude-sandbox exec -q . -- id -u", "nothing of ours on stderr"),
            ],
        };
        SandboxOptions options = new();
        Option<bool> fresh = SandboxOptions.Flag("--new", "a sandbox of its own, even when one of this project is running; nobody can join it");
        command.Options.Add(fresh);
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            Findings findings = new();
            SandboxWords words = new(options, parsed);
            LaunchRequest request = new()
            {
                Kind = LaunchKind.Command,
                Words = words,
                Policy = options.ReadForCommand(words, arguments.Payload, findings),
                Payload = arguments.Payload ?? [],
                Agent = parsed.GetValue(options.Agent),
                Quiet = parsed.GetValue(options.Quiet),
                Report = parsed.GetValue(options.Report),
                New = parsed.GetValue(fresh),
            };
            if (request.Payload.Count == 0)
            {
                findings.Add(ErrorCode.Usage, "exec needs a command after --: claude-sandbox exec [DIR] -- COMMAND [ARG...]");
            }

            if (words.IsGiven(options.Tmux))
            {
                findings.Add(ErrorCode.Usage, "exec --tmux: tmux has an exit code of its own: leave it out, or use `claude-sandbox --tmux --shell`");
            }

            findings.ThrowIfAny();
            return Launching.Run(request, host);
        });
        return command;
    }
}
