using Sandbox.Core.Network;
using Sandbox.Core.Planning;
using Sandbox.Core.Policy;

namespace Sandbox.Configuration.Catalogue;

/// <summary>What single entries may be, and what is left of two.</summary>
internal static class SettingWords
{
    /// <summary>Stands for every protected name.</summary>
    public const string AllNames = "all";

    public static string? Rule(string word, bool allow) => NetworkRuleParser.TryParse(word, allow, out _, out string problem) ? null : problem;

    public static string? Publish(string word) => PublishRule.TryParse(word, out _, out string problem) ? null : PrintableText.Escape(problem);

    // A file is read from wherever somebody stands: a relative path would be another one each time.
    public static string? Path(string word) => word.StartsWith('/') || word == "~" || word.StartsWith("~/", StringComparison.Ordinal) ? null : "a path is absolute or begins with ~/";

    public static string? Variable(string word) =>
        PolicyCheck.IsVariable(word.Split('=')[0]) ? null : "not a variable name: use letters, digits and _, not beginning with a digit";

    // A name alone leaves the value as it was granted; another value would be something new.
    public static string? MeetVariable(string granted, string bound) =>
        string.Equals(granted, bound, StringComparison.Ordinal) || (!bound.Contains('=', StringComparison.Ordinal) && granted.StartsWith(bound + "=", StringComparison.Ordinal)) ? granted : null;

    /// <summary>Bytes of a size; of a share only where the machine's memory is known.</summary>
    public static double? Size(string word, long memory) => LimitWords.IsNone(word) ? double.PositiveInfinity : word.EndsWith('%') && memory <= 0 ? null : LimitWords.Bytes(word, memory);

    public static double? Processors(string word) => LimitWords.IsNone(word) ? double.PositiveInfinity : LimitWords.Hundredths(word);

    public static double? Processes(string word) => LimitWords.IsNone(word) ? double.PositiveInfinity : LimitWords.Count(word);

    /// <summary>What the command line has against it.</summary>
    public static string? Limit(LimitsPolicy limits)
    {
        Findings findings = new();
        LimitWords.Check(limits, findings);
        return findings.First;
    }

    public static string? MeetName(string granted, string bound) =>
        string.Equals(granted, bound, StringComparison.Ordinal) || granted == AllNames ? bound
        : bound == AllNames ? granted
        : null;
}
