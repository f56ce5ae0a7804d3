using System.Globalization;
using Sandbox.Core.Diagnostics;

namespace Sandbox.Agents;

/// <summary>A version by the grammar of semver 2.0.0, without build metadata (npm publishes none).</summary>
public sealed record SemanticVersion
{
    private const int LongestText = 64;

    private SemanticVersion()
    {
    }

    public required int Major { get; init; }

    public required int Minor { get; init; }

    public required int Patch { get; init; }

    /// <summary>Dot-separated identifiers after the hyphen; null for a release.</summary>
    public string? Prerelease { get; init; }

    /// <summary>Null when the text is anything but one exact version: no ranges, no tags, no leading v.</summary>
    public static SemanticVersion? TryParse(string text)
    {
        int hyphen = text.IndexOf('-', StringComparison.Ordinal);
        string[] numbers = (hyphen < 0 ? text : text[..hyphen]).Split('.');
        string? prerelease = hyphen < 0 ? null : text[(hyphen + 1)..];
        bool sound = text.Length <= LongestText && numbers.Length == 3 && Array.TrueForAll(numbers, IsShortNumber) &&
            (prerelease is null || Array.TrueForAll(prerelease.Split('.'), IsIdentifier));
        return sound
            ? new SemanticVersion { Major = Number(numbers[0]), Minor = Number(numbers[1]), Patch = Number(numbers[2]), Prerelease = prerelease }
            : null;
    }

    /// <exception cref="SandboxException">CS101: not one exact version.</exception>
    public static SemanticVersion Parse(string text) =>
        TryParse(text) ?? throw new SandboxException(
            ErrorCode.Usage,
            $"'{Printable.Text(text)}' is not a version; name one exactly, such as {ClaudeAgent.DefaultVersion}");

    public override string ToString() => Prerelease is null ? $"{Major}.{Minor}.{Patch}" : $"{Major}.{Minor}.{Patch}-{Prerelease}";

    // By hand: the launcher does this at every start, where loading regular expressions alone takes longer than the rest of the search.
    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit) && (text.Length == 1 || text[0] != '0');

    // Nine digits always fit an int.
    private static bool IsShortNumber(string text) => text.Length <= 9 && IsNumber(text);

    private static bool IsIdentifier(string text) =>
        IsNumber(text) || (text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && !text.All(char.IsAsciiDigit));

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
