namespace Sandbox.Templating.Parsing;

/// <summary>One word of a code block.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">A name or sign as written, a text without its quotes and escapes, a number's digits.</param>
/// <param name="At">Where it begins.</param>
internal sealed record Token(TokenKind Kind, string Value, SourcePosition At)
{
    public bool Is(string sign) => Kind is TokenKind.Sign && string.Equals(Value, sign, StringComparison.Ordinal);

    public bool IsWord(string word) => Kind is TokenKind.Name && string.Equals(Value, word, StringComparison.Ordinal);
}
