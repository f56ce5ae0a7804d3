using Sandbox.Core.Network;
using Sandbox.Core.Planning;

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

    public static string? MeetName(string granted, string bound) =>
        string.Equals(granted, bound, StringComparison.Ordinal) || granted == AllNames ? bound
        : bound == AllNames ? granted
        : null;
}
