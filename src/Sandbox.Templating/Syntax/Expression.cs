using Sandbox.Templating.Values;

namespace Sandbox.Templating.Syntax;

/// <summary>Something that has a value.</summary>
internal abstract record Expression(SourcePosition At);

internal sealed record LiteralExpression(SourcePosition At, TemplateValue Value) : Expression(At);

internal sealed record NameExpression(SourcePosition At, string Name) : Expression(At);

internal sealed record MemberExpression(SourcePosition At, Expression Of, string Name) : Expression(At);

/// <summary>Brackets.</summary>
internal sealed record GroupExpression(SourcePosition At, Expression Inner) : Expression(At);

internal sealed record NotExpression(SourcePosition At, Expression Operand) : Expression(At);

/// <param name="At">The operator's place.</param>
/// <param name="Operator">As written: <c>==</c>, <c>&amp;&amp;</c> ...</param>
/// <param name="Left">Before it.</param>
/// <param name="Right">After it; not looked at when the left side of <c>&amp;&amp;</c> or <c>||</c> decides.</param>
internal sealed record BinaryExpression(SourcePosition At, string Operator, Expression Left, Expression Right) : Expression(At);

internal sealed record FilterExpression(SourcePosition At, Expression Input, string Filter, IReadOnlyList<Expression> Arguments) : Expression(At);
