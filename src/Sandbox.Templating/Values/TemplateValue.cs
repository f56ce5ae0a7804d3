namespace Sandbox.Templating.Values;

/// <summary>A value of a model. There are six kinds and no way from one to a .NET object: nothing is found by reflection.</summary>
public abstract record TemplateValue
{
    private protected TemplateValue()
    {
    }

    /// <summary>What messages call it.</summary>
    internal abstract string Kind { get; }

    public static implicit operator TemplateValue(string text) => new TemplateText(text);

    public static implicit operator TemplateValue(bool flag) => new TemplateFlag(flag);

    public static implicit operator TemplateValue(long number) => new TemplateNumber(number);

    public static TemplateValue FromString(string text) => text;

    public static TemplateValue FromBoolean(bool flag) => flag;

    public static TemplateValue FromInt64(long number) => number;
}
