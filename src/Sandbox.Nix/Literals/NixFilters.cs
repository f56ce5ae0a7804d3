using System.Text.Json;
using Sandbox.Templating;
using Sandbox.Templating.Values;

namespace Sandbox.Nix.Literals;

/// <summary>The filters of Nix templates: behind each is a <see cref="NixLiteral"/>. A value that goes through none of them cannot be written.</summary>
internal static class NixFilters
{
    public static IReadOnlyDictionary<string, TemplateFilter> All { get; } = new Dictionary<string, TemplateFilter>(StringComparer.Ordinal)
    {
        ["nix.string"] = static (input, _) => new TemplateMarkup(NixLiteral.String(Text(input))),
        ["nix.path"] = static (input, _) => new TemplateMarkup(NixLiteral.Path(Text(input))),
        ["nix.name"] = static (input, _) => new TemplateMarkup(NixLiteral.AttributeName(Text(input))),
        ["nix.bool"] = static (input, _) => new TemplateMarkup(NixLiteral.Boolean(input is TemplateFlag flag ? flag.Value : throw new FormatException("wants true or false"))),
        ["nix.list"] = static (input, _) => new TemplateMarkup(NixLiteral.List(Items(input).Select(static i => NixLiteral.String(Text(i))))),
    };

    /// <summary>JSON in a model: an object of the model cannot hold keys that are no names of variables.</summary>
    /// <param name="json">Written as <see cref="NixJson"/> does.</param>
    /// <param name="indent">Spaces in front of the lines after the first.</param>
    /// <exception cref="FormatException">As for <see cref="NixJson.Literal"/>.</exception>
    public static TemplateValue Value(JsonElement json, int indent) => new TemplateMarkup(NixJson.Literal(json, indent));

    private static string Text(TemplateValue value) => value is TemplateText text ? text.Value : throw new FormatException("wants text");

    private static IReadOnlyList<TemplateValue> Items(TemplateValue value) => value is TemplateList list ? list.Items : throw new FormatException("wants a list");
}
