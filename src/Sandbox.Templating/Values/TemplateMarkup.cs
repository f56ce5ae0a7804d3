namespace Sandbox.Templating.Values;

/// <summary>Text of the language that is written: a filter has made it safe there.</summary>
public sealed record TemplateMarkup(string Value) : TemplateValue
{
    internal override string Kind => "text of the output";
}
