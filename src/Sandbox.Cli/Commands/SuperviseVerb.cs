using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Live;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox supervise</c>: the next owner of a sandbox whose launcher has to leave. Started by that launcher only.</summary>
internal static class SuperviseVerb
{
    public static Verb Create(CliHost host)
    {
        Verb command = new(Verbs.Supervise, "own a sandbox whose launcher has left (started by that launcher)") { Usage = ["claude-sandbox supervise"], Hidden = true };
        command.SetAction(_ =>
        {
            // The launcher's may be removed meanwhile, and must not be kept busy.
            Directory.SetCurrentDirectory("/");
            Supervision.Run(host.Facts, new Messages(host.Error, quiet: false));
            return ExitCodes.Ok;
        });
        return command;
    }
}
