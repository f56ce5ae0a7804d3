namespace Sandbox.Templating.Values;

/// <summary>Text as it is, in no language.</summary>
public sealed record TemplateText(string Value) : TemplateValue
{
    internal override string Kind => "text";
}
