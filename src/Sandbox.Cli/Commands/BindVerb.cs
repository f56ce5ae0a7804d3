using System.CommandLine;
using Sandbox.Backends.Native;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Container;
using Sandbox.Cli.Hosting;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox bind DIR PATH [INSIDE]</c>.</summary>
internal static class BindVerb
{
    public static Verb Create(CliHost host)
    {
        Verb command = new(Verbs.Bind, "share one more host path with the container that is running for DIR")
        {
            Usage = ["claude-sandbox bind [--writable] DIR PATH [INSIDE]"],
            Notes =
            [
                "For containers of --backend nspawn, by root (asked for with sudo). The path is there until the container ends; what --ro or --rw would refuse is refused here. Without " +
                "INSIDE it is at the same path inside.",
            ],
            Examples =
            [
                ("claude-sandbox-container bind . ~/data", "read-only, at the same path"),
                ("claude-sandbox-container bind --writable ~/src/app /srv/out /out", "writable, at another one"),
            ],
        };
        Argument<string> directory = new("DIR") { Description = "project directory", Arity = ArgumentArity.ExactlyOne };
        Argument<string> path = new("PATH") { Description = "host path", Arity = ArgumentArity.ExactlyOne };
        Argument<string?> inside = new("INSIDE") { Description = "absolute path inside (default: the same)", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => null };
        Option<bool> writable = SandboxOptions.Flag("--writable", "writable inside");
        command.Arguments.Add(directory);
        command.Arguments.Add(path);
        command.Arguments.Add(inside);
        command.Options.Add(writable);
        command.SetAction(parsed => Run(parsed.GetValue(directory)!, parsed.GetValue(path)!, parsed.GetValue(inside), parsed.GetValue(writable), host));
        return command;
    }

    private static int Run(string directory, string path, string? inside, bool writable, CliHost host)
    {
        HostFacts facts = host.Facts;
        BindRequest request = BindRequest.Of(directory, path, inside, writable, facts);
        LiveContainer.Check(facts, request.Project);
        Escalation.Escalate(host);
        LiveContainer.Attach(facts, request, ExecutorFile.Find(host.ProgramDirectory));
        return ExitCodes.Ok;
    }
}
