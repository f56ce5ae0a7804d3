using System.Text.Json;
using Sandbox.Templating.Values;

namespace Sandbox.Templating.Tests;

/// <summary>
/// What Scriban makes of a template, we make of it. Conformance/scriban.json holds templates, their model and what Scriban 7 renders, in a form that a program linked
/// with Scriban can read: all of it was held against Scriban's own sources when it was written.
/// </summary>
public sealed class ConformanceTests
{
    private static readonly JsonElement Document = Read();

    private static readonly Dictionary<string, JsonElement> Cases =
        Document.GetProperty("cases").EnumerateArray().ToDictionary(static c => c.GetProperty("name").GetString()!, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Renders_as_Scriban_does(string name)
    {
        Dictionary<string, string> templates = Document.GetProperty("partials").EnumerateObject().ToDictionary(static p => p.Name, static p => p.Value.GetString()!, StringComparer.Ordinal);
        templates["it"] = Cases[name].GetProperty("template").GetString()!;

        string rendered = new TemplateEngine(templates, Filters.All, onlyMarkup: false).Render("it", (TemplateObject)Value(Document.GetProperty("model")));

        Assert.Equal(Cases[name].GetProperty("output").GetString(), rendered);
    }

    private static TemplateValue Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString()!,
        JsonValueKind.Number => json.GetInt64(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => new TemplateList([.. json.EnumerateArray().Select(Value)]),
        _ => new TemplateObject([.. json.EnumerateObject().Select(static p => (p.Name, Value(p.Value)))]),
    };

    private static JsonElement Read()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Conformance", "scriban.json")));
        return document.RootElement.Clone();
    }
}
