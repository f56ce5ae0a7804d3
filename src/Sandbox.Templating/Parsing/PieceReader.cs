namespace Sandbox.Templating.Parsing;

/// <summary>
/// Divides a template into text and code blocks and strips white space the way Scriban documents it: <c>-</c> all of it on that side, <c>~</c> to the left what
/// stands before the block on its line, to the right everything through the line's end.
/// </summary>
internal sealed class PieceReader
{
    private readonly Source source;
    private readonly List<Piece> pieces = [];

    private PieceReader(string file, string text)
    {
        source = new Source(file, text);
    }

    /// <exception cref="TemplateException">A construct that is not understood.</exception>
    public static IReadOnlyList<Piece> Read(string file, string text)
    {
        PieceReader reader = new(file, text);
        reader.All();
        return reader.pieces;
    }

    private void All()
    {
        int carriage = source.Text.AsSpan().IndexOfAny('\r', '\0');
        if (carriage >= 0)
        {
            source.Skip(carriage);
            throw source.Wrong("carriage returns and NUL have no place in a template");
        }

        while (!source.AtEnd)
        {
            Text();
            if (!source.AtEnd)
            {
                Block();
            }
        }
    }

    private void Text()
    {
        SourcePosition at = source.Position;
        int from = source.Offset;
        while (!source.AtEnd && !source.Sees("{{"))
        {
            if (source.Peek() == '{' && source.Peek(1) == '%' && source.Text[(source.Offset + 1)..].TrimStart('%').StartsWith('{'))
            {
                throw source.Wrong("escape blocks {%{ }%} are not supported");
            }

            source.Skip();
        }

        string text = source.Text[from..source.Offset];
        text = source.AtEnd ? text : source.Peek(2) switch
        {
            '-' => text.TrimEnd(),
            '~' => WithoutLastLine(text),
            _ => text,
        };
        if (text.Length > 0)
        {
            pieces.Add(new Piece(at, text, [], string.Empty));
        }
    }

    private static string WithoutLastLine(string text)
    {
        int kept = text.Length;
        while (kept > 0 && text[kept - 1] != '\n' && char.IsWhiteSpace(text[kept - 1]))
        {
            kept--;
        }

        return text[..kept];
    }

    private void Block()
    {
        SourcePosition at = source.Position;
        int before = source.Offset;
        source.Skip(2);
        bool strips = source.Peek() is '-' or '~';
        source.Skip(strips ? 1 : 0);
        string indent = strips || pieces.Count == 0 || pieces[^1].Text is null ? string.Empty : IndentBefore(before);
        pieces.Add(new Piece(at, null, new TokenReader(source, at).ReadAll(), indent));
        StripRight();
    }

    // Looks past the beginning of the text piece: white space that the block before it has stripped still says where the line begins.
    private string IndentBefore(int offset)
    {
        int begin = offset;
        while (begin > 0 && source.Text[begin - 1] != '\n')
        {
            begin--;
            if (!char.IsWhiteSpace(source.Text[begin]))
            {
                return string.Empty;
            }
        }

        return source.Text[begin..offset];
    }

    // At the sign that ends a block.
    private void StripRight()
    {
        char mode = source.Peek();
        source.Skip(mode is '-' or '~' ? 3 : 2);
        while (mode is '-' or '~' && !source.AtEnd && char.IsWhiteSpace(source.Peek()))
        {
            bool last = mode == '~' && source.Peek() == '\n';
            source.Skip();
            if (last)
            {
                return;
            }
        }
    }
}
