using Sandbox.Templating.Values;

namespace Sandbox.Templating.Tests;

/// <summary>Filters to test with.</summary>
internal static class Filters
{
    public static IReadOnlyDictionary<string, TemplateFilter> All { get; } = new Dictionary<string, TemplateFilter>(StringComparer.Ordinal)
    {
        ["upper"] = static (input, _) => Text(input).ToUpperInvariant(),
        ["t.shout"] = static (input, _) => Text(input) + "!",
        ["t.join"] = static (input, arguments) => Text(arguments[0]) + Text(input) + Text(arguments[1]),
        ["safe"] = static (input, _) => new TemplateMarkup($"<{Text(input)}>"),
        ["refuse"] = static (_, _) => throw new FormatException("not this one"),
    };

    private static string Text(TemplateValue value) => value is TemplateText text ? text.Value : throw new FormatException("wants text");
}
