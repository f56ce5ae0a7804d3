using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Output;
using Sandbox.Cli.Settings;
using Sandbox.Configuration.Reading;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Core.Policy;

namespace Sandbox.Cli.Commands;

/// <summary>The verbs of config that are about files.</summary>
internal static class ConfigFilesVerb
{
    public static Verb Path(CliHost host)
    {
        Verb command = new("path", "list the files that are looked for, and which are there")
        {
            Usage = ["claude-sandbox config path [--json] [DIR]"],
            Examples = [("claude-sandbox config path", "which files count here")],
        };
        Option<bool> json = Json(command);
        Argument<string> directory = new("DIR") { Description = "project directory (default: the current one)", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => "." };
        command.Arguments.Add(directory);
        command.SetAction(parsed =>
        {
            _ = ProjectDirectory.Resolve(parsed.GetValue(directory)!, host.Facts);
            (string Kind, string Path, bool Present)[] all = [.. Considered(SettingFiles.Find(parsed.GetValue(directory)!, host)).Select(f => (f.Layer.ToString().ToLowerInvariant(), f.Path, SettingFiles.IsThere(host.Facts, f.Path)))];
            host.Out.Write(parsed.GetValue(json)
                ? ConfigJson.Files(all)
                : string.Concat(all.Select(static f => $"{f.Kind,-8} {(f.Present ? "present" : "absent"),-8} {PrintableText.Escape(f.Path)}\n")));
            return ExitCodes.Ok;
        });
        return command;
    }

    public static Verb Validate(CliHost host)
    {
        Verb command = new("validate", "check files without starting anything")
        {
            Usage = ["claude-sandbox config validate [--json] [FILE...]"],
            Notes =
            [
                "Without FILE: the files and variables that count in the current directory, also against each other. A FILE named .claude-sandbox.json or managed.json " +
                "is read as one. All mistakes are listed, each with its line and key. Exits with 0 when there is none, else with 1.",
            ],
            Examples =
            [
                ("claude-sandbox config validate", "what counts here"),
                ("claude-sandbox config validate app/.claude-sandbox.json", "one file by itself"),
            ],
        };
        Option<bool> json = Json(command);
        Argument<string[]> files = new("FILE") { Description = "a configuration file", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [] };
        command.Arguments.Add(files);
        command.SetAction(parsed =>
        {
            List<(string Path, IReadOnlyList<string> Errors)> verdicts = [];
            Findings all = new();
            if (parsed.GetValue(files) is { Length: > 0 } named)
            {
                Array.ForEach(named, f => verdicts.Add(Look(f, host, all)));
            }
            else
            {
                verdicts.AddRange(InForce(parsed, host, all));
            }

            if (parsed.GetValue(json))
            {
                host.Out.Write(ConfigJson.Verdicts(verdicts));
                return all.Any ? ExitCodes.Failed : ExitCodes.Ok;
            }

            host.Out.Write(string.Concat(verdicts.Where(static v => v.Errors.Count == 0).Select(static v => $"{PrintableText.Escape(v.Path)}: valid\n")));
            all.ThrowIfAny();
            return ExitCodes.Ok;
        });
        return command;
    }

    private static (string Path, IReadOnlyList<string> Errors) Look(string file, CliHost host, Findings all)
    {
        SettingLayer layer = Paths.Name(file) switch
        {
            ProtectedNames.Configuration => SettingLayer.Project,
            "managed.json" => SettingLayer.Managed,
            _ => SettingLayer.User,
        };
        return Collect(file, all, findings => new FileReading(host.Facts, null, findings).ReadNamed(Paths.Anchor(file, host.Facts.WorkingDirectory, host.Facts.Home), file, layer));
    }

    // Each by itself; when all are right, also what they say together, which is the project's mistake or nobody's.
    private static List<(string Path, IReadOnlyList<string> Errors)> InForce(ParseResult parsed, CliHost host, Findings all)
    {
        SettingFiles files = SettingFiles.Find(".", host);
        List<(string Path, IReadOnlyList<string> Errors)> verdicts =
        [
            .. Considered(files).Where(f => SettingFiles.IsThere(host.Facts, f.Path))
                .Select(f => Collect(f.Path, all, findings => new FileReading(host.Facts, files, findings).Read(f.Path, f.Layer))),
        ];
        if (!all.Any)
        {
            (string, IReadOnlyList<string> Errors) together = Collect("all together", all, findings => LoadedSettings.Read(new SandboxWords(new SandboxOptions(), parsed), files, host, findings));
            verdicts.AddRange(together.Errors.Count > 0 || verdicts.Count == 0 ? [together] : []);
        }

        return verdicts;
    }

    private static (string Path, IReadOnlyList<string> Errors) Collect(string path, Findings all, Action<Findings> look)
    {
        Findings findings = new();
        try
        {
            look(findings);
            findings.ThrowIfAny();
            return (path, []);
        }
        catch (SandboxException e)
        {
            all.Add(e.Code, e.Message);
            for (int i = 0; i < e.Others.Count; i++)
            {
                all.Add(i < e.OtherCodes.Count ? e.OtherCodes[i] : e.Code, e.Others[i]);
            }

            return (path, [e.Message, .. e.Others]);
        }
    }

    private static IEnumerable<(SettingLayer Layer, string Path)> Considered(SettingFiles files)
    {
        if (files.Package is { } package)
        {
            yield return (SettingLayer.Package, package);
        }

        yield return (SettingLayer.System, files.System);
        yield return (SettingLayer.User, files.User);
        yield return (SettingLayer.Managed, files.Managed);
        if (files.Project is { } project)
        {
            yield return (SettingLayer.Project, project);
        }
    }

    private static Option<bool> Json(Command command)
    {
        Option<bool> json = SandboxOptions.Flag("--json", "as JSON (schemaVersion 1)");
        command.Options.Add(json);
        return json;
    }
}
