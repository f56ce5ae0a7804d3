using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Live;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox stop [DIR]</c>.</summary>
internal static class StopVerb
{
    public static Verb Create(CliHost host)
    {
        Verb command = new(Verbs.Stop, "end the sandbox that is running for DIR")
        {
            Usage = ["claude-sandbox stop [DIR]"],
            Notes = ["Everything inside gets SIGTERM, and SIGKILL when it is still there after three seconds. Exits with 0 whether or not one was running, and returns when it has gone."],
            Examples = [("claude-sandbox stop", "of the current directory")],
        };
        Argument<string> directory = EnterVerb.ProjectArgument();
        command.Arguments.Add(directory);
        command.SetAction(parsed => Run(parsed.GetValue(directory)!, host));
        return command;
    }

    public static int Run(string directory, CliHost host)
    {
        HostFacts facts = host.Facts;
        string project = ProjectDirectory.Resolve(directory, facts).Path;
        host.Error.WriteLine(LiveStop.Run(facts, project)
            ? $"claude-sandbox: stopped the sandbox of {PrintableText.Escape(project)}"
            : $"claude-sandbox: no sandbox is running for {PrintableText.Escape(project)}");
        return ExitCodes.Ok;
    }
}
