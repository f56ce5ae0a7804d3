namespace Sandbox.Templating.Values;

/// <summary>True or false.</summary>
public sealed record TemplateFlag(bool Value) : TemplateValue
{
    internal override string Kind => "true or false";
}
