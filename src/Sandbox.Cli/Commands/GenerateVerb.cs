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
                "FILE is JSON with comments: source and nixpkgs (flake references), packages, extraPackages (names of nixpkgs) and settings (what a config.json says). " +
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

            IReadOnlyList<GeneratedFile> files = Render(parsed.GetValue(config), host.Facts);
            return parsed.GetValue(check) ? Check(directory, files, host) : Write(directory, files, parsed.GetValue(force), host);
        });
        return command;
    }

    private static IReadOnlyList<GeneratedFile> Render(string? file, HostFacts facts)
    {
        GeneratorConfiguration configuration = file is null ? new GeneratorConfiguration() : Read(file, facts);
        try
        {
            return FlakeGenerator.Generate(configuration);
        }
        catch (FormatException e)
        {
            throw new SandboxException(ErrorCode.Configuration, $"{PrintableText.Escape(file!)}: settings: {PrintableText.Escape(e.Message)}", e);
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

    private static int Check(string directory, IReadOnlyList<GeneratedFile> files, CliHost host)
    {
        string root = host.Facts.Files.Follow(Anchored(directory, host)).Canonical ?? Anchored(directory, host);
        IReadOnlyList<(GeneratedFile File, FileState State)> differences = new OutputTree(root, files).Differences();
        foreach ((GeneratedFile file, FileState state) in differences)
        {
            host.Out.Write($"{file.Path}: {state switch { FileState.Missing => "missing", FileState.Old => "not current", _ => "not written by generate, or changed since" }}\n");
        }

        return differences.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static int Write(string directory, IReadOnlyList<GeneratedFile> files, bool force, CliHost host)
    {
        string wanted = Anchored(directory, host);
        try
        {
            _ = Directory.CreateDirectory(wanted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SandboxException(ErrorCode.GeneratedFile, $"cannot make {PrintableText.Escape(directory)}: {e.Message.TrimEnd('.')}: name a directory you may write", e);
        }

        string root = host.Facts.Files.Follow(wanted).Canonical ?? wanted;
        foreach (GeneratedFile file in new OutputTree(root, files).Write(force))
        {
            host.Out.Write($"{file.Path}\n");
        }

        return ExitCodes.Ok;
    }

    private static string Anchored(string directory, CliHost host) => Paths.Anchor(directory, host.Facts.WorkingDirectory, host.Facts.Home);
}
