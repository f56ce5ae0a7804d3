using Sandbox.Templating.Values;

namespace Sandbox.Templating;

/// <summary>Renders templates in Scriban's syntax. The seam behind which Scriban itself would go (docs/adr/0001).</summary>
public interface ITemplateEngine
{
    /// <summary>The text that a template makes of a model; equal input gives equal text.</summary>
    /// <param name="name">A template of the engine's own set, never a file's name.</param>
    /// <param name="model">Its members are the template's variables.</param>
    /// <exception cref="TemplateException">The template, one of its partials, or a value in it: message begins with <c>file:line:column</c>.</exception>
    string Render(string name, TemplateObject model);
}
