using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Generating;
using Sandbox.Cli.Hosting;
using Sandbox.Configuration.Reading;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Linux;
using Sandbox.Linux.Files;
using Sandbox.Nix;
using Sandbox.Nix.Configuration;
using Sandbox.Nix.Files;
using Sandbox.Templating;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox generate --out DIR</c>: a Nix flake that packages the sandbox.</summary>
internal static class GenerateVerb
{
    public static Verb Create(CliHost host)
    {
        Verb command = new(Verbs.Generate, "write a Nix flake with the sandbox as a package and a NixOS module")
        {
            Usage = ["claude-sandbox generate --out DIR [--config FILE] [--check] [--force]"],
            Notes =
            [
                "FILE is JSON with comments: source, nixpkgs and overlays (flake references), backends (native, bubblewrap, container, vm; the first is the default package), packages and " +
                "extraPackages (names of nixpkgs), chromium, chromiumExtensions, and settings (what a config.json says). " +
                "The same FILE gives the same bytes. A file in DIR that generate did not write, or that was changed since, is not overwritten.",
                "--check writes nothing, lists what differs and exits with 1 when anything does.",
            ],
            Examples =
            [
                ("claude-sandbox generate --out flake", "flake.nix and nix/ below ./flake"),
                ("claude-sandbox generate --out flake --config sandbox.json --check", "whether they are what the file asks for"),
            ],
        };
        Option<string> to = SandboxOptions.One("--out", "DIR", "where to; made when it is missing");
        Option<string> config = SandboxOptions.One("--config", "FILE", "what is wanted (default: the standard packages, default settings)");
        Option<bool> check = SandboxOptions.Flag("--check", "only say what differs");
        Option<bool> force = SandboxOptions.Flag("--force", "replace files of others too; they are kept as NAME.orig");
        command.Options.Add(to);
        command.Options.Add(config);
        command.Options.Add(check);
        command.Options.Add(force);
        command.SetAction(parsed =>
        {
            string directory = parsed.GetValue(to) ?? throw new SandboxException(ErrorCode.Usage, "generate needs --out DIR: say where to write");
            if (parsed.GetValue(check) && parsed.GetValue(force))
            {
                throw new SandboxException(ErrorCode.Usage, "--check writes nothing: leave out --force, or --check");
            }

            string wanted = Paths.Anchor(directory, host.Facts.WorkingDirectory, host.Facts.Home);
            string? file = parsed.GetValue(config);
            GeneratorConfiguration configuration = file is null ? new GeneratorConfiguration() : Read(file, host.Facts);
            IReadOnlyList<GeneratedFile> files = Render(configuration, file);
            OutputTree Tree() => new(host.Facts.Files.Follow(wanted).Canonical ?? wanted, files, FlakeGenerator.Unwanted(configuration));
            if (parsed.GetValue(check))
            {
                return Check(Tree(), host);
            }

            Make(directory, wanted);
            return Write(Tree(), parsed.GetValue(force), host);
        });
        return command;
    }

    private static IReadOnlyList<GeneratedFile> Render(GeneratorConfiguration configuration, string? file)
    {
        try
        {
            return FlakeGenerator.Generate(configuration);
        }
        catch (FormatException e)
        {
            throw new SandboxException(ErrorCode.Configuration, $"{PrintableText.Escape(file!)}: settings: {PrintableText.Escape(e.Message)}", e);
        }
        catch (TemplateException e)
        {
            throw new SandboxException(ErrorCode.Template, $"{e.Message}: this is a mistake in claude-sandbox's own template: install it again, or report this", e);
        }
    }

    private static GeneratorConfiguration Read(string file, HostFacts facts)
    {
        string shown = PrintableText.Escape(file);
        int error = SmallFile.Read(Paths.Anchor(file, facts.WorkingDirectory, facts.Home), follow: true, GeneratorFile.Limit, out byte[] contents, out FileStatus status);
        if (error != 0 || !status.IsRegular || contents.Length > GeneratorFile.Limit)
        {
            string why = error != 0 ? $"{Errno.Describe(error)} ({Errno.Name(error)})" : status.IsRegular ? "longer than 256 KiB" : "not a regular file";
            throw new SandboxException(ErrorCode.Configuration, $"cannot read {shown}: {why}: name a file for generate");
        }

        Findings findings = new();
        GeneratorConfiguration configuration = GeneratorFile.Read(contents, file, findings);

        // The same words as in a config.json, and the same mistakes.
        findings.ThrowIfAny();
        _ = ConfigurationFile.Read(System.Text.Encoding.UTF8.GetBytes(configuration.Settings.GetRawText()), $"{file}: settings", SettingLayer.System, findings);
        findings.ThrowIfAny();
        return configuration;
    }

    private static int Check(OutputTree tree, CliHost host)
    {
        IReadOnlyList<(GeneratedFile File, FileState State)> differences = tree.Differences();
        foreach ((GeneratedFile file, FileState state) in differences)
        {
            string what = state switch
            {
                FileState.Missing => "missing",
                FileState.Old => "not current",
                FileState.Surplus => "not wanted any more",
                _ => "not written by generate, or changed since",
            };
            host.Out.Write($"{file.Path}: {what}\n");
        }

        return differences.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static void Make(string directory, string wanted)
    {
        try
        {
            _ = Directory.CreateDirectory(wanted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SandboxException(ErrorCode.GeneratedFile, $"cannot make {PrintableText.Escape(directory)}: {e.Message.TrimEnd('.')}: name a directory you may write", e);
        }
    }

    private static int Write(OutputTree tree, bool force, CliHost host)
    {
        foreach ((GeneratedFile file, FileState state) in tree.Write(force))
        {
            host.Out.Write($"{file.Path}{(state == FileState.Surplus ? ": removed" : string.Empty)}\n");
        }

        return ExitCodes.Ok;
    }
}
