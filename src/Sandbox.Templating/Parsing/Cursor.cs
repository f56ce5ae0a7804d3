namespace Sandbox.Templating.Parsing;

/// <summary>The words of one code block, taken one after the other.</summary>
internal sealed class Cursor(IReadOnlyList<Token> tokens)
{
    private int next;

    public Token Current => tokens[next];

    /// <summary>The word after the current one.</summary>
    public Token Following => tokens[Math.Min(next + 1, tokens.Count - 1)];

    public bool AtEnd => Current.Kind is TokenKind.End;

    public Token Take()
    {
        Token taken = Current;
        next += AtEnd ? 0 : 1;
        return taken;
    }

    /// <summary>Takes a sign when it is the next word.</summary>
    public bool Takes(string sign)
    {
        bool there = Current.Is(sign);
        next += there ? 1 : 0;
        return there;
    }

    public Token Expect(TokenKind kind, string what) => Current.Kind == kind ? Take() : throw Unexpected(what);

    public void ExpectEnd(string after)
    {
        if (!AtEnd)
        {
            throw new TemplateException(Current.At, $"unexpected {Shown(Current)} after {after}: one statement a code block, functions only behind |");
        }
    }

    public TemplateException Unexpected(string what) => new(Current.At, $"expected {what}, found {Shown(Current)}");

    private static string Shown(Token token) => token.Kind is TokenKind.Text ? "a string" : token.Value;
}
