using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Output;
using Sandbox.Cli.Settings;
using Sandbox.Configuration.Merging;
using Sandbox.Configuration.Publishing;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox config show|path|validate|schema</c>.</summary>
internal static class ConfigVerb
{
    public static Verb Create(CliHost host, SplitArguments arguments)
    {
        Verb command = new(Verbs.Config, "what is configured, by whom, and whether it is right")
        {
            Usage =
            [
                "claude-sandbox config show [OPTIONS] [DIR]", "claude-sandbox config path [--json] [DIR]", "claude-sandbox config validate [--json] [FILE...]",
                "claude-sandbox config schema",
            ],
            Examples =
            [
                ("claude-sandbox config show", "every setting here, and who says so"),
                ("claude-sandbox config validate", "the files that count here"),
            ],
        };
        command.SetAction(Missing);

        // A launch has no use for them, and pays for everything that is made.
        if (!Verbs.IsLaunch(arguments.Own[0]))
        {
            command.Subcommands.Add(Show(host));
            command.Subcommands.Add(ConfigFilesVerb.Path(host));
            command.Subcommands.Add(ConfigFilesVerb.Validate(host));
            command.Subcommands.Add(Schema(host));
        }

        return command;
    }

    private static int Missing(ParseResult parsed) =>
        throw new SandboxException(ErrorCode.Usage, "config needs a verb: config show, config path, config validate or config schema");

    private static Verb Show(CliHost host)
    {
        Verb command = new("show", "print every setting with its value and who says so")
        {
            Usage = ["claude-sandbox config show [OPTIONS] [DIR]"],
            Notes =
            [
                "Options are those of run, and count as they would there. Later ones win: the machine's config.json, your config.json, variables, options. " +
                "The project's .claude-sandbox.json and the machine's managed.json only tighten. Values of variables are not shown.",
            ],
            Examples =
            [
                ("claude-sandbox config show ~/src/app", "for that project"),
                ("claude-sandbox config show --json --network none", "for programs, with an option"),
            ],
        };
        SandboxOptions options = new();
        Option<bool> json = SandboxOptions.Flag("--json", "as JSON (schemaVersion 1)");
        command.Options.Add(json);
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            Findings findings = new();
            SandboxWords words = new(options, parsed);
            string directory = options.Read(words, findings).ProjectDirectory;
            findings.ThrowIfAny();
            _ = ProjectDirectory.Resolve(directory, host.Facts);
            EffectiveSettings settings = LoadedSettings.Read(words, SettingFiles.Find(directory, host), host, findings);
            findings.ThrowIfAny();
            host.Out.Write(parsed.GetValue(json) ? ConfigJson.Settings(settings) : ConfigText.Render(settings));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Verb Schema(CliHost host)
    {
        Verb command = new("schema", "print the JSON schema of a configuration file")
        {
            Usage = ["claude-sandbox config schema"],
            Notes = ["Editors that know it complete and check the files: name it by the key $schema, or in the editor's settings."],
            Examples = [("claude-sandbox config schema > schema.json", "for an editor")],
        };
        command.SetAction(_ =>
        {
            host.Out.Write(ConfigurationSchema.Render());
            return ExitCodes.Ok;
        });
        return command;
    }
}
