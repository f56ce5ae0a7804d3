using System.Text;
using System.Text.Json;
using Sandbox.Nix.Files;

namespace Sandbox.Nix.Tests;

/// <summary>A generated flake beside the small nixpkgs of tests/nix and a launcher that only says what it was told.</summary>
public sealed class StubFlake : IDisposable
{
    private static readonly string[] Programs = ["claude-sandbox", "claude-sandbox-container", "claude-sandbox-vm"];

    public NixProgram Nix { get; } = new();

    public StubFlake()
    {
        Directory.CreateDirectory(Nix.At("launcher/bin"));
        File.Copy(Path.Combine(RepositoryPaths.Root, "tests/nix/launcher/flake.nix"), Nix.At("launcher/flake.nix"));
        foreach (string name in Programs)
        {
            File.WriteAllText(Nix.At("launcher/bin/" + name), "#!/bin/sh\ncat \"$CLAUDE_SANDBOX_DEFAULTS\"\necho\necho \"$PATH\"\nfor a in \"$@\"; do echo \"[$a]\"; done\n");
        }
    }

    /// <summary>Writes the files of a configuration and answers where.</summary>
    public string Write(string configuration) => Write(configuration, Configurations.All[configuration]);

    /// <summary>Writes the files of what a file says, into a directory of this name.</summary>
    public string Write(string name, string json)
    {
        string root = Nix.At(name);
        foreach (GeneratedFile file in Configurations.GenerateFrom(json))
        {
            string path = Path.Combine(root, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Text, new UTF8Encoding(false));
        }

        return root;
    }

    /// <summary>Runs <c>nix VERB</c> on a written flake, with our inputs in the place of its own.</summary>
    public ProcessResult Try(string verb, string flake, params string[] more) => Nix.Try(
        "nix", [.. verb.Split(' '), flake, "--no-write-lock-file", "--override-input", "nixpkgs", "path:" + Path.Combine(RepositoryPaths.Root, "tests/nix/nixpkgs"), "--override-input", "claude-sandbox", "path:" + Nix.At("launcher"), .. more]);

    /// <summary>Builds an output and answers its path.</summary>
    public string Build(string configuration, string output) => BuildWritten(Write(configuration), output);

    /// <summary>Builds an output of a flake that was written before.</summary>
    public string BuildWritten(string flake, string output)
    {
        ProcessResult built = Try("build", $"path:{flake}#{output}", "--no-link", "--json");
        if (built.ExitCode != 0)
        {
            throw new TestFailureException(built.ErrorText);
        }

        using JsonDocument json = JsonDocument.Parse(built.OutputText);
        return json.RootElement[0].GetProperty("outputs").GetProperty("out").GetString()!;
    }

    /// <summary>Evaluates part of a machine of NixOS with the module and these options.</summary>
    public ProcessResult TryMachine(string options, string wanted) => Nix.Try("nix-instantiate", "--eval", "--strict", "--json", "--expr", Machine(options, wanted));

    /// <summary>Builds the only package that such a machine installs, and answers its path.</summary>
    public string BuildMachine(string options) =>
        Nix.Run("nix-build", "--no-out-link", "--expr", Machine(options, "builtins.head config.environment.systemPackages")).OutputText.Trim();

    private string Machine(string options, string wanted) =>
        $$"""
        let
          module = import {{Write("no-packages")}}/nix/modules/sandbox.nix { overlays = [ ]; programs = pkgs: pkgs.hello; offered = [ "x86_64-linux" ]; };
          machine = import {{RepositoryPaths.Root}}/tests/nix/nixpkgs/nixos/lib/eval-config.nix { system = "x86_64-linux"; modules = [ module ({ lib, pkgs, ... }: {{options}}) ]; };
          inherit (machine) config declarations pkgs;
        in
        {{wanted}}
        """;

    public void Dispose() => Nix.Dispose();
}
