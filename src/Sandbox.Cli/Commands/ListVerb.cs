using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Live;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox list</c>.</summary>
internal static class ListVerb
{
    public static Verb Create(CliHost host)
    {
        Verb command = new(Verbs.List, "the sandboxes of yours that are running")
        {
            Usage = ["claude-sandbox list [--json]"],
            Notes = ["Those started with --new are not among them. What dead ones have left is removed on the way."],
            Examples = [("claude-sandbox list", "a line each"), ("claude-sandbox list --json | jq -r '.sandboxes[].project'", "for programs")],
        };
        Option<bool> json = JsonOption();
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            IReadOnlyList<LiveStatus> all = LiveSandboxes.All(host.Facts);
            host.Out.Write(parsed.GetValue(json) ? LiveJson.Render(all) : LiveTable.Render(all));
            return ExitCodes.Ok;
        });
        return command;
    }

    public static Option<bool> JsonOption() => SandboxOptions.Flag("--json", "for programs; schemaVersion says which form");
}
