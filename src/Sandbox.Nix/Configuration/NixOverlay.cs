namespace Sandbox.Nix.Configuration;

/// <summary>A flake whose <c>overlays.default</c> goes over nixpkgs.</summary>
/// <param name="Name">What the input is called.</param>
/// <param name="Url">Where it is.</param>
public sealed record NixOverlay(string Name, string Url)
{
    /// <summary>Names of other inputs.</summary>
    internal static IReadOnlyList<string> Taken { get; } = ["nixpkgs", "claude-sandbox", "self"];

    internal static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && char.IsAsciiLetterLower(name[0]) && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && !Taken.Contains(name, StringComparer.Ordinal);
}
