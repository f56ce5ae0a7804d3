namespace Sandbox.Templating.Syntax;

/// <summary>A part of a template in its order.</summary>
internal abstract record Statement;

internal sealed record TextStatement(SourcePosition At, string Text) : Statement;

/// <summary>A code block begins: what is written until it ends is indented by that much.</summary>
internal sealed record EnterStatement(string Indent) : Statement;

/// <summary>A code block ends.</summary>
internal sealed record ExitStatement : Statement;

internal sealed record OutputStatement(Expression Value) : Statement;

/// <param name="Branches">Conditions with what follows when they are the first that holds; <c>else</c> has none.</param>
internal sealed record IfStatement(IReadOnlyList<(Expression? Condition, IReadOnlyList<Statement> Body)> Branches) : Statement;

internal sealed record ForStatement(SourcePosition At, string Variable, Expression List, IReadOnlyList<Statement> Body) : Statement;

internal sealed record IncludeStatement(SourcePosition At, string Partial) : Statement;
