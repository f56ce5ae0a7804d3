using System.CommandLine;
using System.CommandLine.Parsing;
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
                ("claude-sandbox --tmux", "the agent in tmux, for teams of agents and more than one terminal"),
                ("claude-sandbox --forward ssh-agent", "let it use your ssh keys while it runs"),
            ],
        };
        SandboxOptions options = new();
        Option<bool> shell = SandboxOptions.Flag("--shell", "a shell instead of the agent");
        Option<bool> fresh = SandboxOptions.Flag("--new", "a sandbox of its own, even when one of this project is running; nobody can join it");
        command.Options.Add(shell);
        command.Options.Add(fresh);
        Option<bool> enter = SandboxOptions.Flag("--enter", "as `claude-sandbox enter DIR`");
        Option<bool> stop = SandboxOptions.Flag("--stop", "as `claude-sandbox stop DIR`");
        command.Options.Add(enter);
        command.Options.Add(stop);
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            Findings findings = new();
            if (parsed.GetValue(enter) || parsed.GetValue(stop))
            {
                Alone(parsed, arguments, findings, [parsed.GetResult(enter), parsed.GetResult(stop), parsed.GetResult(options.Directory), parsed.GetResult(options.Quiet), parsed.GetValue(enter) ? parsed.GetResult(options.Tmux) : null]);
                string directory = parsed.GetValue(options.Directory) ?? ".";
                return parsed.GetValue(stop) ? StopVerb.Run(directory, host) : EnterVerb.Run(directory, parsed.GetValue(options.Quiet), parsed.GetValue(options.Tmux), host);
            }

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
                New = parsed.GetValue(fresh),
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

    // What runs already has its policy; an option that could change nothing is a mistake.
    private static void Alone(ParseResult parsed, SplitArguments arguments, Findings findings, SymbolResult?[] fitting)
    {
        foreach (SymbolResult result in parsed.CommandResult.Children)
        {
            if (result is OptionResult { Implicit: false } option && !fitting.Contains(option))
            {
                findings.Add(ErrorCode.Usage, $"{option.Option.Name} does not go with --enter or --stop: leave it out");
            }
        }

        if (parsed.CommandResult.GetResult("--enter") is OptionResult { Implicit: false } && parsed.CommandResult.GetResult("--stop") is OptionResult { Implicit: false })
        {
            findings.Add(ErrorCode.Usage, "--enter and --stop exclude each other: keep one of the two");
        }

        if (arguments.Payload is { Count: > 0 })
        {
            findings.Add(ErrorCode.Usage, "--enter and --stop run nothing that could take words after --: leave them out");
        }

        findings.ThrowIfAny();
    }
}
