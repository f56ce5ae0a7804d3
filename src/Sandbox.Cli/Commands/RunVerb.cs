using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox [run] [OPTIONS] [DIR] [-- AGENT ARGS]</c>.</summary>
internal static class RunVerb
{
    public static Verb Create(CliHost host, SplitArguments arguments)
    {
        Verb command = new(Verbs.Run, "run the agent in DIR (the default verb)")
        {
            Usage = ["claude-sandbox [run] [OPTIONS] [DIR] [-- AGENT ARGS...]", "claude-sandbox [run] --shell [OPTIONS] [DIR]"],
            TakesPayload = true,
            Examples =
            [
                ("claude-sandbox ~/src/app", "the agent in that directory"),
                ("claude-sandbox -- --continue", "words after -- are the agent's"),
                ("claude-sandbox --network none --shell", "look around without a network"),
                ("claude-sandbox --ro ~/fonts --env EDITOR", "share a directory and a variable"),
                ("claude-sandbox --forward ssh-agent", "let it use your ssh keys while it runs"),
            ],
        };
        SandboxOptions options = new();
        Option<bool> shell = SandboxOptions.Flag("--shell", "a shell instead of the agent");
        command.Options.Add(shell);
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            Findings findings = new();
            SandboxWords words = new(options, parsed);
            LaunchRequest request = new()
            {
                Kind = parsed.GetValue(shell) ? LaunchKind.Shell : LaunchKind.Agent,
                Words = words,
                Policy = options.Read(words, findings),
                Payload = arguments.Payload ?? [],
                Agent = parsed.GetValue(options.Agent),
                Quiet = parsed.GetValue(options.Quiet),
                Report = parsed.GetValue(options.Report),
                Guess = arguments.HasDefaultVerb && parsed.GetValue(options.Directory) is { } word ? Verbs.Guess(word) : null,
            };
            if (request.Kind == LaunchKind.Shell && request.Payload.Count > 0)
            {
                findings.Add(ErrorCode.Usage, "--shell takes no command: use `claude-sandbox exec DIR -- COMMAND`");
            }

            findings.ThrowIfAny();
            return Launching.Run(request, host);
        });
        return command;
    }
}
