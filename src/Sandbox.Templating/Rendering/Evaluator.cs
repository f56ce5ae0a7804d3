using Sandbox.Templating.Syntax;
using Sandbox.Templating.Values;

namespace Sandbox.Templating.Rendering;

/// <summary>What an expression is worth. Whatever Scriban would turn into something else on the quiet is a mistake here.</summary>
internal sealed class Evaluator(Scope scope, IReadOnlyDictionary<string, TemplateFilter> filters)
{
    public TemplateValue Value(Expression expression) => expression switch
    {
        LiteralExpression literal => literal.Value,
        GroupExpression group => Value(group.Inner),
        NameExpression name => scope.Find(name.Name) ?? throw new TemplateException(name.At, $"unknown variable {name.Name}: known are {Listed(scope.Names)}"),
        MemberExpression member => Member(member),
        NotExpression not => !Flag(not.Operand),
        BinaryExpression binary => Binary(binary),
        FilterExpression filter => Filtered(filter),
        _ => throw new TemplateException(expression.At, "an expression that nobody evaluates"),
    };

    /// <summary>A condition. Text and numbers are none: in Scriban each of them counts as true.</summary>
    public bool Flag(Expression expression) => Value(expression) switch
    {
        TemplateFlag flag => flag.Value,
        var other => throw new TemplateException(expression.At, $"expected true or false, found {other.Kind}"),
    };

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Distinct(StringComparer.Ordinal)) is { Length: > 0 } all ? all : "none";

    private TemplateValue Member(MemberExpression member) => Value(member.Of) switch
    {
        TemplateObject of => of.TryGet(member.Name, out TemplateValue? value)
            ? value
            : throw new TemplateException(member.At, $"unknown member {member.Name}: known are {Listed(of.Names)}"),
        TemplateList list when member.Name == "size" => (long)list.Items.Count,
        var other => throw new TemplateException(member.At, $"{other.Kind} has no member {member.Name}"),
    };

    private TemplateValue Binary(BinaryExpression binary) => binary.Operator switch
    {
        "&&" => Flag(binary.Left) && Flag(binary.Right),
        "||" => Flag(binary.Left) || Flag(binary.Right),
        "==" => AreEqual(binary),
        "!=" => !AreEqual(binary),
        "<" => Compared(binary) < 0,
        "<=" => Compared(binary) <= 0,
        ">" => Compared(binary) > 0,
        _ => Compared(binary) >= 0,
    };

    private bool AreEqual(BinaryExpression binary) => (Value(binary.Left), Value(binary.Right)) switch
    {
        (TemplateText a, TemplateText b) => string.Equals(a.Value, b.Value, StringComparison.Ordinal),
        (TemplateNumber a, TemplateNumber b) => a.Value == b.Value,
        (TemplateFlag a, TemplateFlag b) => a.Value == b.Value,
        var (a, b) => throw new TemplateException(binary.At, $"{a.Kind} and {b.Kind} cannot be compared"),
    };

    private int Compared(BinaryExpression binary) => (Value(binary.Left), Value(binary.Right)) switch
    {
        (TemplateNumber a, TemplateNumber b) => a.Value.CompareTo(b.Value),
        var (a, b) => throw new TemplateException(binary.At, $"{binary.Operator} is for numbers, found {a.Kind} and {b.Kind}"),
    };

    private TemplateValue Filtered(FilterExpression filter)
    {
        if (!filters.TryGetValue(filter.Filter, out TemplateFilter? apply))
        {
            throw new TemplateException(filter.At, $"unknown filter {filter.Filter}: known are {Listed(filters.Keys.Order(StringComparer.Ordinal))}");
        }

        TemplateValue input = Value(filter.Input);
        TemplateValue[] arguments = [.. filter.Arguments.Select(Value)];
        try
        {
            return apply(input, arguments);
        }
        catch (FormatException e)
        {
            throw new TemplateException(filter.At, $"{filter.Filter}: {e.Message}", e);
        }
    }
}
