using System.CommandLine;
using Sandbox.Backends.Host;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Output;
using Sandbox.Configuration.Reading;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Core.Policy;
using Sandbox.Linux;
using Sandbox.Linux.Files;
using Sandbox.Sessions.State;
using Sandbox.Verify;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox verify [--backend NAME|all] [DIR] [-- EXEC OPTIONS]</c>.</summary>
internal static class VerifyVerb
{
    private const string All = "all";
    private const string Starter = "claude-sandbox";

    public static Verb Create(CliHost host, SplitArguments arguments)
    {
        Verb command = new(Verbs.Verify, "try to get out of a sandbox, do what programs need in one, and say what came of it")
        {
            Usage = ["claude-sandbox verify [--backend NAME|all] [--check ID[,ID]] [--json] [DIR] [-- OPTIONS]", "claude-sandbox verify --list [--json]"],
            TakesPayload = true,
            Notes =
            [
                "Makes a project, a home, servers and processes that nobody owns, attacks them from a sandbox with the default policy, and makes the same attempts without a sandbox " +
                "as the control. DIR lends its .claude-sandbox.json; nothing in it is touched. Words after -- are options of exec: what they open is then said to have escaped.",
                "BLOCKED: the attack failed inside and worked outside. ESCAPED: it worked inside. ALLOWED, BROKEN: what programs need works, does not. NOT-APPLICABLE, INCONCLUSIVE: nothing was shown, and why. " +
                "Exits with 1 when anything escaped or is broken, with 125 when the backend cannot run here, else with 0.",
            ],
            Examples =
            [
                ("claude-sandbox verify", "the native backend"),
                ("claude-sandbox verify --backend all --json", "every backend that works here, for programs"),
                ("claude-sandbox verify --check PR-04,FS-08.keys", "some checks: a whole name, or its first part"),
                ("claude-sandbox verify -- --network host", "what that option opens"),
            ],
        };
        Argument<string> directory = new("DIR") { Description = "project whose configuration counts (default: none)", Arity = ArgumentArity.ZeroOrOne };
        Option<string> backend = SandboxOptions.One("--backend", string.Join('|', BackendKinds.Words.Append(All)), "which one; all: one after the other, and why some cannot run");
        Option<string> check = SandboxOptions.One("--check", "ID[,ID]", "only these");
        Option<bool> list = SandboxOptions.Flag("--list", "only say which checks there are");
        Option<bool> json = SandboxOptions.Flag("--json", "all of it as JSON (schemaVersion 1)");
        command.Arguments.Add(directory);
        command.Options.Add(backend);
        command.Options.Add(check);
        command.Options.Add(list);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(list))
            {
                host.Out.Write(parsed.GetValue(json) ? VerifyJson.Render(Battery.Names) : VerifyText.Render(Battery.Names));
                return ExitCodes.Ok;
            }

            string[] checks = Checks(parsed.GetValue(check));
            byte[]? configuration = Configuration(parsed.GetValue(directory), host);
            IReadOnlyList<string> backends = Backends(parsed.GetValue(backend));
            using Interruption interruption = new();
            IReadOnlyList<BatteryReport> reports;
            try
            {
                reports = Run(backends, checks, configuration, arguments.Payload ?? [], host, interruption.Token);
            }
            catch (OperationCanceledException)
            {
                return ExitCodes.SignalBase + interruption.Signal;
            }

            host.Out.Write(parsed.GetValue(json) ? VerifyJson.Render(reports) : VerifyText.Render(reports, host.OutColors));
            return reports.All(static r => r.Unusable is not null) ? ExitCodes.Refused : reports.All(static r => r.Holds) ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }

    private static IReadOnlyList<BatteryReport> Run(IReadOnlyList<string> backends, string[] checks, byte[]? configuration, IReadOnlyList<string> options, CliHost host, CancellationToken stop)
    {
        string probe = ProgramFile.Find(host.ProgramDirectory, "claude-sandbox-probe");
        string launcher = Path.Combine(host.ProgramDirectory, Starter);

        // The home is a decoy, but images of virtual machines and how they run are the user's.
        string[] variables =
        [
            $"XDG_DATA_HOME={Path.GetDirectoryName(XdgDirectories.Data(host.Facts))}",
            .. host.Environment.Where(static v => v.Key.StartsWith("CLAUDE_SANDBOX_VM_", StringComparison.Ordinal)).Select(static v => $"{v.Key}={v.Value}"),
        ];
        try
        {
            return [.. backends.Select(b => Battery.Run(SandboxCommand.Of(launcher, b, options) with { Variables = variables }, probe, checks, configuration, stop))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SandboxException(ErrorCode.HostEnvironment, $"the decoys that verify attacks cannot be made: {PrintableText.Escape(e.Message)}: give it a directory of your own with TMPDIR", e);
        }
    }

    private static IReadOnlyList<string> Backends(string? word) => word switch
    {
        null => [BackendKind.Native.Word()],
        All => [.. Enum.GetValues<BackendKind>().Select(static k => k.Word())],
        _ when BackendKinds.Words.Contains(word, StringComparer.Ordinal) => [word],
        _ => throw new SandboxException(ErrorCode.Usage, $"--backend {PrintableText.Escape(word)}: use one of {string.Join(", ", BackendKinds.Words.Append(All))}"),
    };

    private static string[] Checks(string? words)
    {
        string[] wanted = words?.Split(',') ?? [];
        return Array.Find(wanted, static w => !Battery.Names.Any(n => Battery.IsMeant(n.Id, w))) is { } unknown
            ? throw new SandboxException(ErrorCode.Usage, $"--check {(unknown.Length == 0 ? "''" : PrintableText.Escape(unknown))}: there is no such check: `claude-sandbox verify --list` lists them")
            : wanted;
    }

    private static byte[]? Configuration(string? directory, CliHost host)
    {
        if (directory is null)
        {
            return null;
        }

        string file = Path.Combine(ProjectDirectory.Resolve(directory, host.Facts).Path, ProtectedNames.Configuration);
        int error = SmallFile.Read(file, follow: false, ConfigurationFile.Limit, out byte[] contents, out FileStatus status);
        return error switch
        {
            Errno.ENOENT => null,
            0 when status.IsRegular && contents.Length <= ConfigurationFile.Limit => contents,
            _ => throw new SandboxException(ErrorCode.Configuration, $"cannot read {PrintableText.Escape(file)}: {(error == 0 ? "it is no plain file of at most 256 KiB" : Errno.Name(error))}: mend or remove it"),
        };
    }
}
