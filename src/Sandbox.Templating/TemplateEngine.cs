using Sandbox.Templating.Parsing;
using Sandbox.Templating.Rendering;
using Sandbox.Templating.Syntax;
using Sandbox.Templating.Values;

namespace Sandbox.Templating;

/// <summary>
/// The part of Scriban that is used here: text, variables and members, literals, comparisons, <c>&amp;&amp; || !</c>, if, for, include, filters, comments, white space
/// control. What it renders, Scriban renders the same; what it does not know is a mistake that is named. Values of the model are never read as template text.
/// </summary>
/// <param name="templates">Text by name: the only templates and partials there are.</param>
/// <param name="filters">By name, which may have points.</param>
/// <param name="onlyMarkup">Nothing but text of the output's language may be written: a value that has gone through no filter is a mistake.</param>
public sealed class TemplateEngine(IReadOnlyDictionary<string, string> templates, IReadOnlyDictionary<string, TemplateFilter> filters, bool onlyMarkup) : ITemplateEngine
{
    private readonly Dictionary<string, IReadOnlyList<Statement>> parsed = new(StringComparer.Ordinal);

    public string Render(string name, TemplateObject model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Scope scope = new(model);
        Renderer renderer = new(scope, new Evaluator(scope, filters), i => Parsed(i.Partial, i.At), onlyMarkup);
        return renderer.Render(Parsed(name, new SourcePosition(name, 1, 1)));
    }

    private IReadOnlyList<Statement> Parsed(string name, SourcePosition wantedAt)
    {
        if (!parsed.TryGetValue(name, out IReadOnlyList<Statement>? statements))
        {
            statements = templates.TryGetValue(name, out string? text) ? TemplateParser.Parse(name, text) : throw new TemplateException(wantedAt, $"there is no template {name}");
            parsed.Add(name, statements);
        }

        return statements;
    }
}
