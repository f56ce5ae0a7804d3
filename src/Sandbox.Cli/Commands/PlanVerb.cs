using System.CommandLine;
using Sandbox.Backends.Native;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Output;
using Sandbox.Cli.Settings;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Sessions.State;
using Sandbox.Linux.Files;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox plan [OPTIONS] [DIR] [-- COMMAND]</c>: what would run, without running it.</summary>
internal static class PlanVerb
{
    public static Verb Create(CliHost host, SplitArguments arguments)
    {
        Verb command = new(Verbs.Plan, "print what would run and what it could reach, without running it")
        {
            Usage = ["claude-sandbox plan [OPTIONS] [DIR] [-- COMMAND [ARG...]]"],
            Notes = ["With a command after -- it is the plan of exec, with --shell that of a shell, else that of run. Secrets are never printed."],
            TakesPayload = true,
            Examples =
            [
                ("claude-sandbox plan", "what `claude-sandbox` would do here"),
                ("claude-sandbox plan --json . -- make", "for programs"),
                ("claude-sandbox plan --compile ../p --network none --allow-write all . -- make", "for claude-sandbox-exec"),
            ],
        };
        SandboxOptions options = new();
        Option<bool> json = SandboxOptions.Flag("--json", "the whole plan as JSON (schemaVersion 1)");
        Option<bool> shell = SandboxOptions.Flag("--shell", "the plan of a shell");
        Option<string> compile = SandboxOptions.One(
            "--compile", "FILE", "write the plan for claude-sandbox-exec to FILE (it can have no rules, no credential and no placeholder: --network none --allow-write all)");
        command.Options.Add(json);
        command.Options.Add(shell);
        command.Options.Add(compile);
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            Findings findings = new();
            SandboxWords words = new(options, parsed);
            LaunchRequest request = new()
            {
                Kind = parsed.GetValue(shell) ? LaunchKind.Shell : arguments.Payload is { Count: > 0 } ? LaunchKind.Command : LaunchKind.Agent,
                Words = words,
                Policy = options.Read(words, findings),
                Payload = arguments.Payload ?? [],
                Agent = parsed.GetValue(options.Agent),
                Quiet = parsed.GetValue(options.Quiet),
            };
            if (request.Kind == LaunchKind.Shell && request.Payload.Count > 0)
            {
                findings.Add(ErrorCode.Usage, "--shell takes no command: leave out --shell or what follows --");
            }

            if (parsed.GetValue(compile) is { } to)
            {
                CompileWords(to, parsed.GetValue(json), findings);
            }

            findings.ThrowIfAny();
            request = Configured.Apply(request, host);
            (LaunchPlan plan, HostFacts facts) = Launching.Prepare(request, host, install: false, new Messages(host.Error, request.Quiet, () => host.ErrorColors));
            if (parsed.GetValue(compile) is { } file)
            {
                Compile(CompiledLimits.Of(plan, request.Policy.Limits, facts), file);
            }
            else if (parsed.GetValue(json))
            {
                host.Out.Write(PlanJson.Render(plan, PlannedMachine.Of(plan, facts)));
            }
            else
            {
                host.Out.Write(host.OutColors.Plan(PlanTable.Render(plan, PlannedMachine.Of(plan, facts))));
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static void CompileWords(string file, bool json, Findings findings)
    {
        if (file.Length == 0)
        {
            findings.Add(ErrorCode.Usage, "--compile needs a file: it is empty");
        }

        if (json)
        {
            findings.Add(ErrorCode.Usage, "--json and --compile exclude each other: a compiled plan goes to a file");
        }
    }

    private static void Compile(LaunchPlan plan, string file)
    {
        Findings findings = new();
        if (plan.Capture is not null)
        {
            findings.Add(ErrorCode.InvalidPolicy, "a compiled plan has no launcher to serve its network: pass --network none or --network host");
        }
        else if (plan.HasCredentials)
        {
            findings.Add(ErrorCode.InvalidPolicy, "a compiled plan may not hold a credential: pass --credentials none");
        }

        if (plan.Placeholders.Count > 0)
        {
            findings.Add(
                ErrorCode.InvalidPolicy,
                "a compiled plan has no launcher to make and remove the placeholders that keep protected names from being created: pass --allow-write all, or run it through claude-sandbox");
        }

        if (plan.Git is not null)
        {
            findings.Add(ErrorCode.InvalidPolicy, "a compiled plan has no launcher to keep the private git directory and the repository in step: pass --allow-write all, or run it through claude-sandbox");
        }

        string path = HostPath.Canonical(Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/") ?? "/";
        if (plan.Mounts.OfType<BindMount>().Any(m => m.Writable && Paths.IsWithin(path, m.Source)))
        {
            findings.Add(ErrorCode.HostPath, $"cannot write {PrintableText.Escape(file)}: the sandbox could change its own plan there: name a file outside the project");
        }

        findings.ThrowIfAny();
        foreach (string directory in plan.HostDirectories)
        {
            PrivateDirectory.Ensure(directory);
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
            string reason = e is DirectoryNotFoundException ? "no such directory" : e is UnauthorizedAccessException ? "permission denied, or it is a directory" : e.Message.TrimEnd('.');
            throw new SandboxException(ErrorCode.HostPath, $"cannot write {PrintableText.Escape(file)}: {reason}: name a file in a directory you may write", e);
        }
    }
}
