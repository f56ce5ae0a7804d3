using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Doctor;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox doctor [--json]</c>.</summary>
internal static class DoctorVerb
{
    public static Verb Create(CliHost host)
    {
        Verb command = new(Verbs.Doctor, "what this machine can do: what works, what is weaker and how, what is missing and how to get it")
        {
            Usage = ["claude-sandbox doctor [--json]"],
            Notes =
            [
                "Each line is ok, weaker (it says how) or missing (it says what to do). A trial sandbox is started, up to the program, and leaves nothing behind. " +
                "Exits with 1 when the native backend cannot run here, else with 0. Tokens are never printed.",
            ],
            Examples = [("claude-sandbox doctor", "for people"), ("claude-sandbox doctor --json | jq '.checks[] | select(.state != \"ok\")'", "for programs")],
        };
        Option<bool> json = SandboxOptions.Flag("--json", "all of it as JSON (schemaVersion 1)");
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            DoctorFacts facts = DoctorProbe.Gather(host);
            bool canRun = Diagnosis.CanRun(facts);
            IReadOnlyList<Check> checks = Diagnosis.Of(facts);
            host.Out.Write(parsed.GetValue(json) ? DoctorJson.Render(checks, canRun) : DoctorText.Render(checks, canRun));
            return canRun ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }
}
