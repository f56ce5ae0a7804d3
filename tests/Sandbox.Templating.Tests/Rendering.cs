using Sandbox.Templating.Values;

namespace Sandbox.Templating.Tests;

/// <summary>Renders one template.</summary>
internal static class Rendering
{
    public static string Render(string template, params (string Name, TemplateValue Value)[] model) =>
        Engine(template, onlyMarkup: false).Render("it", new TemplateObject(model));

    public static TemplateEngine Engine(string template, bool onlyMarkup) =>
        new(new Dictionary<string, string>(StringComparer.Ordinal) { ["it"] = template, ["loop"] = "{{ include 'loop' }}", ["broken"] = "\n {{ nothing }}" }, Filters.All, onlyMarkup);

    public static string Refusal(string template, params (string Name, TemplateValue Value)[] model) =>
        Assert.Throws<TemplateException>(() => Render(template, model)).Message;
}
