namespace Sandbox.Templating.Values;

/// <summary>Values in an order.</summary>
public sealed record TemplateList(IReadOnlyList<TemplateValue> Items) : TemplateValue
{
    internal override string Kind => "a list";

    /// <summary>A list of texts.</summary>
    public static TemplateList Of(IEnumerable<string> texts) => new([.. texts.Select(static t => (TemplateValue)t)]);
}
