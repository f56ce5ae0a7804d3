using System.Diagnostics.CodeAnalysis;

namespace Sandbox.Templating.Values;

/// <summary>Values by name.</summary>
public sealed record TemplateObject : TemplateValue
{
    private readonly Dictionary<string, TemplateValue> members = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">A name is there twice.</exception>
    public TemplateObject(params (string Name, TemplateValue Value)[] all)
    {
        foreach ((string name, TemplateValue value) in all)
        {
            members.Add(name, value);
        }
    }

    internal override string Kind => "an object";

    internal IEnumerable<string> Names => members.Keys.Order(StringComparer.Ordinal);

    internal bool TryGet(string name, [NotNullWhen(true)] out TemplateValue? value) => members.TryGetValue(name, out value);
}
