using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;

namespace Sandbox.Cli.Commands;

/// <summary>Every verb, one file each, below the program's own help.</summary>
internal static class CommandTree
{
    public static Verb Build(CliHost host, SplitArguments arguments)
    {
        Verb run = RunVerb.Create(host, arguments);
        Verb[] others = [ExecVerb.Create(host, arguments), EnterVerb.Create(host), StopVerb.Create(host), BindVerb.Create(host), ListVerb.Create(host), StatusVerb.Create(host), LogsVerb.Create(host), PlanVerb.Create(host, arguments), AgentVerb.Create(host), ImageVerb.Create(host), NetworkVerb.Create(host), ConfigVerb.Create(host, arguments), DoctorVerb.Create(host), VerifyVerb.Create(host, arguments), GenerateVerb.Create(host), CompletionsVerb.Create(host), ManVerb.Create(host)];

        // A plain command: RootCommand would take the name of the file that runs, and read "[...]" as its own.
        Verb root = new("claude-sandbox", "run AI coding agents with full permissions where they cannot hurt you")
        {
            Usage = [.. run.Usage, .. others.SelectMany(o => o.Subcommands.Count > 0 ? o.Subcommands.OfType<Verb>().SelectMany(s => s.Usage) : o.Usage)],
            Notes =
            [
                "Without a verb the agent (Claude Code) runs in DIR. The project directory is writable inside; the rest of your home directory is not there. " +
                "Words after -- belong to the program inside and are never read as options. A directory with the name of a verb is written ./plan.",
                "run and exec exit as the program inside does (128+N when signal N ended it), with 125 when nothing was run, 126 when the program cannot be executed and " +
                "127 when it is not found. Other verbs exit with 0, 1 (failed), 2 (wrong command line) or 4 (a credential is needed).",
            ],
            Default = run,
            Examples =
            [
                ("claude-sandbox", "Claude Code in the current directory"),
                ("claude-sandbox ~/src/app -- -p \"fix it\"", "words after -- are the agent's"),
                ("claude-sandbox --shell", "a shell in the same sandbox"),
                ("claude-sandbox exec . -- make test", "one command in the same sandbox"),
                ("claude-sandbox plan", "what would run, and what it could reach"),
            ],
        };
        root.Options.Add(new HelpOption("--help", "-h") { Description = "show this help", Action = new HelpTextAction(host) });
        Option<string> color = SandboxOptions.One(ColorChoice.Option, ColorChoice.Words, "colour in what is printed (auto: on a terminal, unless NO_COLOR is set)");
        color.Recursive = true;
        root.Options.Add(color);
        root.Options.Add(SandboxOptions.Flag("--version", "show the version"));
        root.Subcommands.Add(run);
        foreach (Verb verb in others)
        {
            root.Subcommands.Add(verb);
        }

        root.Subcommands.Add(SuperviseVerb.Create(host));
        root.SetAction(_ => Version(host));
        return root;
    }

    public static string VersionText => typeof(CommandTree).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    // No verb means run, so what reaches the program itself without asking for help asks for its version.
    private static int Version(CliHost host)
    {
        host.Out.WriteLine(VersionText);
        return ExitCodes.Ok;
    }
}
