using System.Text.Json;

namespace Sandbox.Nix.Configuration;

/// <summary>What somebody wants in their flake.</summary>
public sealed record GeneratorConfiguration
{
    /// <summary>In place of a flake: the programs are built from <c>nix/package.nix</c> beside the generated files.</summary>
    public const string Self = "self";

    /// <summary>Claude in Chrome.</summary>
    private const string ClaudeExtension = "fcoeoabgfenejglbffodgkkbkcdhcgfn";

    /// <summary>A flake whose <c>packages.SYSTEM.cli</c> holds the programs, or <see cref="Self"/>. By default Nix's registry says where it is.</summary>
    public string Source { get; init; } = "flake:claude-sandbox";

    /// <summary>Where packages come from.</summary>
    public string Nixpkgs { get; init; } = "github:NixOS/nixpkgs/nixos-unstable";

    /// <summary>What goes over nixpkgs, in this order.</summary>
    public IReadOnlyList<NixOverlay> Overlays { get; init; } = [];

    /// <summary>At least one; the first is the default package.</summary>
    public IReadOnlyList<NixBackend> Backends { get; init; } = NixBackend.All;

    /// <summary>Packages of nixpkgs that are inside, as paths of names; in order, each once.</summary>
    public IReadOnlyList<string> Packages { get; init; } = StandardPackages.All;

    /// <summary>Whether nixpkgs' Chromium is inside.</summary>
    public bool Chromium { get; init; } = true;

    /// <summary>Extensions that Chromium installs by itself in guests, by their ids of 32 letters.</summary>
    public IReadOnlyList<string> ChromiumExtensions { get; init; } = [ClaudeExtension];

    /// <summary>Settings of sandboxes, an object of the configuration file's shape.</summary>
    public JsonElement Settings { get; init; } = Empty();

    private static JsonElement Empty()
    {
        using JsonDocument document = JsonDocument.Parse("{}");
        return document.RootElement.Clone();
    }
}
