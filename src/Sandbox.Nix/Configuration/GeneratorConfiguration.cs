using System.Text.Json;

namespace Sandbox.Nix.Configuration;

/// <summary>What somebody wants in their flake.</summary>
public sealed record GeneratorConfiguration
{
    /// <summary>A flake whose <c>packages.SYSTEM.cli</c> holds the programs. By default Nix's registry says where it is.</summary>
    public string Source { get; init; } = "flake:claude-sandbox";

    /// <summary>Where packages come from.</summary>
    public string Nixpkgs { get; init; } = "github:NixOS/nixpkgs/nixos-unstable";

    /// <summary>Packages of nixpkgs that are inside, as paths of names; in order, each once.</summary>
    public IReadOnlyList<string> Packages { get; init; } = StandardPackages.All;

    /// <summary>Settings of sandboxes, an object of the configuration file's shape.</summary>
    public JsonElement Settings { get; init; } = Empty();

    private static JsonElement Empty()
    {
        using JsonDocument document = JsonDocument.Parse("{}");
        return document.RootElement.Clone();
    }
}
