using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sandbox.Nix.Files;

namespace Sandbox.Nix.Tests.Flakes;

/// <summary>This repository's own flake: what generate writes for nix/flake.json, beside the package that is written by hand.</summary>
public sealed class OwnFlakeTests(StubFlake flake) : IClassFixture<StubFlake>
{
    private static readonly string[] Projects = ["Sandbox.Executor", "Sandbox.Guest", "Sandbox.Starter", "Sandbox.Probe", "Sandbox.Cli"];
    private static readonly string[] ByHand = ["nix/deps.json", "nix/flake.json", "nix/package.nix"];

    private static string Own => File.ReadAllText(Path.Combine(RepositoryPaths.Root, "nix/flake.json"));

    [Fact]
    public void It_is_exactly_what_generate_writes()
    {
        IReadOnlyList<GeneratedFile> wanted = Configurations.GenerateFrom(Own);
        if (Environment.GetEnvironmentVariable("SNAPSHOT_ACCEPT") == "1")
        {
            foreach (GeneratedFile file in wanted)
            {
                File.WriteAllText(Path.Combine(RepositoryPaths.Root, file.Path), file.Text);
            }
        }

        Assert.All(wanted, static f => Assert.True(
            File.Exists(Path.Combine(RepositoryPaths.Root, f.Path)) && string.Equals(f.Text, File.ReadAllText(Path.Combine(RepositoryPaths.Root, f.Path)), StringComparison.Ordinal),
            $"{f.Path} is not what generate writes: run make flake"));
        string[] there = [.. Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, "nix"), "*", SearchOption.AllDirectories).Select(static f => Path.GetRelativePath(RepositoryPaths.Root, f)), "flake.nix"];
        Assert.Equal(wanted.Select(static f => f.Path).Concat(ByHand).Order(StringComparer.Ordinal), there.Where(static f => f != "flake.lock").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Its_packages_are_the_programs_of_nix_package_nix_in_every_kind_of_sandbox()
    {
        string root = flake.Write("own-flake", Own);
        File.Copy(Path.Combine(RepositoryPaths.Root, "nix/package.nix"), Path.Combine(root, "nix/package.nix"), overwrite: true);
        ProcessResult shown = flake.Try("flake show", $"path:{root}", "--json");

        Assert.True(shown.ExitCode == 0, shown.ErrorText);
        using JsonDocument outputs = JsonDocument.Parse(shown.OutputText);
        JsonProperty system = Assert.Single(outputs.RootElement.GetProperty("packages").EnumerateObject());
        Assert.Equal("x86_64-linux", system.Name);
        Assert.Equal("claude-sandbox-0.1.0", system.Value.GetProperty("cli").GetProperty("name").GetString());
    }

    [Fact]
    public void The_locked_packages_are_those_that_the_projects_restore_without_a_word_on_where_from()
    {
        string file = Path.Combine(RepositoryPaths.Root, "nix/deps.json");
        string wanted = Locked();
        if (Environment.GetEnvironmentVariable("SNAPSHOT_ACCEPT") == "1")
        {
            File.WriteAllText(file, wanted);
        }

        Assert.Equal(wanted, File.ReadAllText(file));
        Assert.DoesNotContain("://", wanted, StringComparison.Ordinal);
    }

    [Fact]
    public void The_package_installs_what_make_build_installs()
    {
        string install = flake.Nix.Run(
            "nix-instantiate", "--eval", "--strict", "--json", "--expr",
            $"((import {RepositoryPaths.Root}/tests/nix/nixpkgs {{ system = \"x86_64-linux\"; }}).callPackage {RepositoryPaths.Root}/nix/package.nix {{ }}).installPhase").OutputText;
        string make = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "Makefile")).Split("\nbuild:\n")[1].Split("\n\n")[0];

        string[] made = [.. Regex.Matches(make, @"\$\(BIN\)/([a-z-]+)").Select(static m => m.Groups[1].Value).Order(StringComparer.Ordinal)];
        string[] installed = [.. Regex.Matches(install, @"(?:install -Dm755|ln -s) \S+ \\""\$out/bin/([a-z-]+)").Select(static m => m.Groups[1].Value).Order(StringComparer.Ordinal)];

        Assert.True(made.Length >= 7, make);
        Assert.Equal(made, installed);
    }

    [Fact]
    public void What_the_package_copies_is_there()
    {
        string package = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "nix/package.nix"));
        string sources = package[package.IndexOf("unions [", StringComparison.Ordinal)..];
        string[] paths = [.. sources[..sources.IndexOf(']', StringComparison.Ordinal)].Split('\n').Select(static l => l.Trim()).Where(static l => l.StartsWith("../", StringComparison.Ordinal))];

        Assert.Equal(7, paths.Length);
        Assert.All(paths, static p => Assert.True(Path.Exists(Path.Combine(RepositoryPaths.Root, p[3..])), p));
    }

    // Name, version and hash of every package, of the lists that restoring leaves behind and of what it fetched.
    private static string Locked()
    {
        SortedDictionary<string, string> packages = new(StringComparer.Ordinal);
        foreach (string project in Projects)
        {
            using JsonDocument assets = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryPaths.Root, "src", project, "obj/project.assets.json")));
            string store = assets.RootElement.GetProperty("packageFolders").EnumerateObject().First().Name;
            IEnumerable<string> libraries = assets.RootElement.GetProperty("libraries").EnumerateObject().Where(static l => l.Value.GetProperty("type").GetString() == "package").Select(static l => l.Name);
            IEnumerable<string> downloads = assets.RootElement.GetProperty("project").GetProperty("frameworks").EnumerateObject()
                .Where(static f => f.Value.TryGetProperty("downloadDependencies", out _))
                .SelectMany(static f => f.Value.GetProperty("downloadDependencies").EnumerateArray())
                .Select(static d => $"{d.GetProperty("name").GetString()}/{d.GetProperty("version").GetString()![1..].Split(',')[0]}");
            foreach (string[] one in libraries.Concat(downloads).Select(static p => p.Split('/')))
            {
                string id = one[0].ToLowerInvariant();
                byte[] archive = File.ReadAllBytes(Path.Combine(store, id, one[1], $"{id}.{one[1]}.nupkg"));
                packages[$"{one[0]}/{one[1]}"] = $$"""  { "pname": "{{one[0]}}", "version": "{{one[1]}}", "hash": "sha256-{{Convert.ToBase64String(SHA256.HashData(archive))}}" }""";
            }
        }

        return $"[\n{string.Join(",\n", packages.Values)}\n]\n";
    }
}
