using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Completion;
using Sandbox.Cli.Hosting;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox completions bash|zsh|fish</c>: a script for the shell, made from the command tree.</summary>
internal static class CompletionsVerb
{
    private const string Shells = "bash|zsh|fish";

    public static Verb Create(CliHost host)
    {
        Verb command = new(Verbs.Completions, "print a script that lets your shell complete this command line")
        {
            Usage = [$"claude-sandbox completions {Shells}"],
            Examples =
            [
                ("source <(claude-sandbox completions bash)", "in ~/.bashrc"),
                ("claude-sandbox completions zsh > ~/.zfunc/_claude-sandbox", "a directory of fpath"),
                ("claude-sandbox completions fish | source", "in ~/.config/fish/config.fish"),
            ],
        };
        Argument<string?> shell = new("SHELL")
        {
            HelpName = Shells,
            Description = "the shell",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => null,
        };
        command.Arguments.Add(shell);
        command.SetAction(parsed =>
        {
            OfferedVerb root = OfferedVerb.Of((Verb)command.Parents.Single());
            host.Out.Write(parsed.GetValue(shell) switch
            {
                "bash" => BashCompletion.Render(root),
                "zsh" => ZshCompletion.Render(root),
                "fish" => FishCompletion.Render(root),
                null => throw new SandboxException(ErrorCode.Usage, $"completions needs a shell: claude-sandbox completions {Shells}"),
                { } other => throw new SandboxException(ErrorCode.Usage, $"no completions for {PrintableText.Escape(other)}: known are bash, zsh and fish"),
            });
            return ExitCodes.Ok;
        });
        return command;
    }
}
