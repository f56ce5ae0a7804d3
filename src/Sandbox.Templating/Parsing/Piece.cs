namespace Sandbox.Templating.Parsing;

/// <summary>A stretch of a template: text, or a code block.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="Text">Text with what the neighbouring blocks strip taken off; null for a code block.</param>
/// <param name="Code">The block's words, the last of them the end; empty for text.</param>
/// <param name="Indent">Of a code block: the white space in front of it when it is the first on its line and strips nothing to its left.</param>
internal sealed record Piece(SourcePosition At, string? Text, IReadOnlyList<Token> Code, string Indent);
