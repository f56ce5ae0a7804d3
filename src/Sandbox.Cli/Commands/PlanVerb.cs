using System.CommandLine;
using Sandbox.Backends.Native;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox plan [OPTIONS] [DIR] [-- COMMAND]</c>: what would run, without running it.</summary>
internal static class PlanVerb
{
    public static Command Create(CliHost host, SplitArguments arguments)
    {
        Command command = new("plan", "print what would run; with --compile, write the executor's binary plan");
        SandboxOptions options = new();
        options.AddTo(command);
        Option<bool> json = new("--json") { Description = "the whole plan as JSON (schemaVersion 1)" };
        Option<bool> shell = new("--shell") { Description = "the plan of a shell" };
        Option<string?> compile = new("--compile")
        {
            Description = "write the plan for claude-sandbox-exec to FILE (no credentials, no placeholders: pass --credentials none --allow-write all)",
            HelpName = "FILE",
        };
        command.Options.Add(json);
        command.Options.Add(shell);
        command.Options.Add(compile);
        command.SetAction(parsed =>
        {
            List<string> mistakes = [];
            LaunchRequest request = new()
            {
                Kind = parsed.GetValue(shell) ? LaunchKind.Shell : arguments.Payload is { Count: > 0 } ? LaunchKind.Command : LaunchKind.Agent,
                Policy = options.Read(parsed, mistakes),
                Payload = arguments.Payload ?? [],
                Agent = parsed.GetValue(options.Agent),
                Quiet = parsed.GetValue(options.Quiet),
            };
            UsageErrors.ThrowIfAny(mistakes);
            (LaunchPlan plan, _) = Launching.Prepare(request, host, install: false, new Messages(host.Error, request.Quiet));
            if (parsed.GetValue(compile) is { } file)
            {
                Compile(plan, file);
            }
            else if (parsed.GetValue(json))
            {
                host.Out.Write(PlanJson.Render(plan));
            }
            else
            {
                host.Out.Write(PlanTable.Render(plan));
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static void Compile(LaunchPlan plan, string file)
    {
        if (plan.HasCredentials)
        {
            throw new SandboxException(ErrorCode.InvalidPolicy, "a compiled plan may not hold a credential: pass --credentials none");
        }

        if (plan.Placeholders.Count > 0)
        {
            throw new SandboxException(
                ErrorCode.InvalidPolicy,
                "a compiled plan has no launcher to make and remove the placeholders that keep protected names from being created: pass --allow-write all, or run it through claude-sandbox");
        }

        try
        {
            // The executor refuses a plan that others could have written.
            FileStreamOptions created = new() { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
            using FileStream stream = new(file, created);
            stream.Write(PlanCompiler.Compile(plan));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SandboxException(ErrorCode.HostPath, $"cannot write {PrintableText.Escape(file)}: {e.Message.TrimEnd('.')}", e);
        }
    }
}
