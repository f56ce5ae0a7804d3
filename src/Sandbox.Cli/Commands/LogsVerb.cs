using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Egress;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox logs [DIR]</c>.</summary>
internal static class LogsVerb
{
    public static Verb Create(CliHost host)
    {
        Verb command = new(Verbs.Logs, "what the sandboxes of DIR reached and what they were refused")
        {
            Usage = ["claude-sandbox logs [--json] [DIR]"],
            Notes = ["The log of every sandbox of the project, running or not, oldest first. What the agent itself says and does is in its own history."],
            Examples = [("claude-sandbox logs", "a line each"), ("claude-sandbox logs --json ~/src/app | jq '.records[] | select(.verdict == \"refused\")'", "for programs")],
        };
        Argument<string> directory = EnterVerb.ProjectArgument();
        Option<bool> json = ListVerb.JsonOption();
        command.Arguments.Add(directory);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            HostFacts facts = host.Facts;
            string project = ProjectDirectory.Resolve(parsed.GetValue(directory)!, facts).Path;
            LogText.Write(host.Out, NetworkLog.Read(facts, project), parsed.GetValue(json));
            return ExitCodes.Ok;
        });
        return command;
    }
}
