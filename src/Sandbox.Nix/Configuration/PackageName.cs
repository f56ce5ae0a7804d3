using System.Text.RegularExpressions;

namespace Sandbox.Nix.Configuration;

/// <summary>A package by its place in nixpkgs: names joined by dots. It is looked up there and never evaluated.</summary>
internal static partial class PackageName
{
    public static bool IsOne(string name) => name.Length <= 200 && Grammar().IsMatch(name);

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_+-]*(\.[A-Za-z_][A-Za-z0-9_+-]*)*\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Grammar();
}
