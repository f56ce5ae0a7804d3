using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Live;
using Sandbox.Cli.Output;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox enter [DIR]</c>.</summary>
internal static class EnterVerb
{
    public static Verb Create(CliHost host)
    {
        Verb command = new(Verbs.Enter, "a shell in the sandbox that is running for DIR")
        {
            Usage = ["claude-sandbox enter [-q] [--tmux] [DIR]"],
            Notes = ["The shell is held by everything that holds the sandbox, whatever its policy is. Exits as the shell does, with 125 when no sandbox is running."],
            Examples = [("claude-sandbox enter", "of the current directory"), ("echo 'ps ax' | claude-sandbox enter ~/src/app", "commands from a pipe"), ("claude-sandbox enter --tmux", "the agent that --tmux has started, on this terminal too")],
        };
        Argument<string> directory = ProjectArgument();
        Option<bool> quiet = SandboxOptions.Flag("--quiet", "no notices on stderr", "-q");
        command.Arguments.Add(directory);
        command.Options.Add(quiet);
        Option<bool> tmux = SandboxOptions.Flag("--tmux", "attach to the tmux that runs in it");
        command.Options.Add(tmux);
        command.SetAction(parsed => Run(parsed.GetValue(directory)!, parsed.GetValue(quiet), parsed.GetValue(tmux), host));
        return command;
    }

    /// <summary>A project directory, the current one by default.</summary>
    public static Argument<string> ProjectArgument() =>
        new("DIR") { Description = "project directory (default: the current one)", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => "." };

    public static int Run(string directory, bool quiet, bool tmux, CliHost host)
    {
        // No network and no credential are planned: the session gets what the running sandbox has of both.
        LaunchRequest request = new()
        {
            Kind = tmux ? LaunchKind.Command : LaunchKind.Shell,
            Payload = tmux ? TmuxCommand.Attaching(host.Facts) : [],
            Policy = new SandboxPolicy { ProjectDirectory = directory, Network = NetworkMode.None, Credentials = CredentialMode.None },
            Quiet = quiet,
        };
        Messages messages = new(host.Error, quiet);
        (LaunchPlan plan, HostFacts facts) = Launching.Prepare(request, host, install: false, messages);
        return Joining.Enter(plan, request, facts, messages);
    }
}
