using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Live;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox status [DIR]</c>.</summary>
internal static class StatusVerb
{
    public static Verb Create(CliHost host)
    {
        Verb command = new(Verbs.Status, "the sandbox that is running for DIR, and its policy")
        {
            Usage = ["claude-sandbox status [--json] [DIR]"],
            Notes = ["Exits with 0 when one is running, else with 1."],
            Examples = [("claude-sandbox status", "of the current directory"), ("claude-sandbox status --json ~/src/app | jq '.sandboxes[0].sessions'", "for programs")],
        };
        Argument<string> directory = EnterVerb.ProjectArgument();
        Option<bool> json = ListVerb.JsonOption();
        command.Arguments.Add(directory);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            HostFacts facts = host.Facts;
            string project = ProjectDirectory.Resolve(parsed.GetValue(directory)!, facts).Path;
            LiveStatus? found = LiveSandboxes.Find(facts, project);
            if (parsed.GetValue(json))
            {
                host.Out.Write(LiveJson.Render(found is null ? [] : [found]));
            }
            else if (found is null)
            {
                throw Joining.NotRunning(project);
            }
            else
            {
                host.Out.Write(LiveTable.Details(found));
            }

            return found is null ? ExitCodes.Failed : ExitCodes.Ok;
        });
        return command;
    }
}
