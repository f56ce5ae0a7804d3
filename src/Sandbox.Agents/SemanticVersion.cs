using System.Globalization;
using System.Text.RegularExpressions;
using Sandbox.Core.Diagnostics;

namespace Sandbox.Agents;

/// <summary>A version by the grammar of semver 2.0.0, without build metadata (npm publishes none).</summary>
public sealed partial record SemanticVersion
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
        Match match = text.Length <= LongestText ? Grammar().Match(text) : Match.Empty;
        if (!match.Success)
        {
            return null;
        }

        return new SemanticVersion
        {
            Major = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            Minor = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture),
            Patch = int.Parse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture),
            Prerelease = match.Groups[4].Success ? match.Groups[4].Value : null,
        };
    }

    /// <exception cref="SandboxException">CS101: not one exact version.</exception>
    public static SemanticVersion Parse(string text) =>
        TryParse(text) ?? throw new SandboxException(
            ErrorCode.Usage,
            $"'{Printable.Text(text)}' is not a version; name one exactly, such as {ClaudeAgent.DefaultVersion}");

    public override string ToString() => Prerelease is null ? $"{Major}.{Minor}.{Patch}" : $"{Major}.{Minor}.{Patch}-{Prerelease}";

    // Nine digits always fit an int. \z, because $ would let a trailing line feed through.
    [GeneratedRegex(
        @"\A(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})(?:-((?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*))?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
