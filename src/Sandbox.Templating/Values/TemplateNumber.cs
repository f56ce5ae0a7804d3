namespace Sandbox.Templating.Values;

/// <summary>A whole number.</summary>
public sealed record TemplateNumber(long Value) : TemplateValue
{
    internal override string Kind => "a number";
}
