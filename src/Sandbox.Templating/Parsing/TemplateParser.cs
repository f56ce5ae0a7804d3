using Sandbox.Templating.Syntax;

namespace Sandbox.Templating.Parsing;

/// <summary>Makes statements of a template's text.</summary>
internal sealed class TemplateParser
{
    private const int Deepest = 32;

    private readonly IReadOnlyList<Piece> pieces;
    private int next;
    private int depth;

    private TemplateParser(IReadOnlyList<Piece> pieces)
    {
        this.pieces = pieces;
    }

    /// <exception cref="TemplateException">The first thing that is not understood.</exception>
    public static IReadOnlyList<Statement> Parse(string file, string text)
    {
        TemplateParser parser = new(PieceReader.Read(file, text));
        IReadOnlyList<Statement> all = parser.Body(null, out Cursor? closing);
        return closing is null ? all : throw new TemplateException(closing.Current.At, $"{closing.Current.Value} without if or for");
    }

    // To the block that begins with end or else, whose cursor stands on that word; or to the end of the template where nothing is open.
    private List<Statement> Body(Token? opening, out Cursor? closing)
    {
        if (++depth > Deepest && opening is not null)
        {
            throw new TemplateException(opening.At, $"statements more than {Deepest} deep");
        }

        List<Statement> body = [];
        while (next < pieces.Count)
        {
            Piece piece = pieces[next++];
            if (piece.Text is { } text)
            {
                body.Add(new TextStatement(piece.At, text));
                continue;
            }

            Cursor cursor = new(piece.Code);
            body.Add(new EnterStatement(piece.Indent));
            if (cursor.Current.IsWord("end") || cursor.Current.IsWord("else"))
            {
                depth--;
                closing = cursor;
                return body;
            }

            Code(cursor, body);
        }

        depth--;
        closing = null;
        return opening is null ? body : throw new TemplateException(opening.At, $"{opening.Value} is not closed by end");
    }

    private void Code(Cursor cursor, List<Statement> body)
    {
        if (cursor.Current.IsWord("if"))
        {
            body.Add(If(cursor));
        }
        else if (cursor.Current.IsWord("for") && !cursor.Following.Is("."))
        {
            body.Add(For(cursor));
        }
        else if (cursor.Current.IsWord("include"))
        {
            body.Add(Include(cursor));
        }
        else if (!cursor.AtEnd)
        {
            body.Add(new OutputStatement(new ExpressionParser(cursor).Parse()));
            cursor.ExpectEnd("the value");
        }

        body.Add(new ExitStatement());
    }

    private IfStatement If(Cursor cursor)
    {
        Token opening = cursor.Take();
        List<(Expression?, IReadOnlyList<Statement>)> branches = [];
        Expression? condition = new ExpressionParser(cursor).Parse();
        while (true)
        {
            cursor.ExpectEnd(condition is null ? "else" : "the condition");
            List<Statement> body = Opened(opening, out Cursor closing);
            branches.Add((condition, body));
            if (closing.Take().IsWord("end"))
            {
                closing.ExpectEnd("end");
                return new IfStatement(branches);
            }

            if (condition is null)
            {
                throw new TemplateException(closing.Current.At, "nothing but end comes after else");
            }

            condition = null;
            if (closing.Current.IsWord("if"))
            {
                closing.Take();
                condition = new ExpressionParser(closing).Parse();
            }

            cursor = closing;
        }
    }

    private ForStatement For(Cursor cursor)
    {
        Token opening = cursor.Take();
        Token variable = cursor.Expect(TokenKind.Name, "a variable's name");
        if (Words.IsReserved(variable.Value))
        {
            throw new TemplateException(variable.At, $"{variable.Value} is a word of the language, not a variable's name");
        }

        if (!cursor.Take().IsWord("in"))
        {
            throw new TemplateException(variable.At, "expected: for NAME in LIST");
        }

        Expression list = new ExpressionParser(cursor).Parse();
        cursor.ExpectEnd("the list");
        List<Statement> body = Opened(opening, out Cursor closing);
        if (!closing.Current.IsWord("end"))
        {
            throw new TemplateException(closing.Current.At, "else in a for is not supported");
        }

        closing.Take();
        closing.ExpectEnd("end");
        return new ForStatement(opening.At, variable.Value, list, body);
    }

    // What follows an opening block begins with that block's own end.
    private List<Statement> Opened(Token opening, out Cursor closing)
    {
        List<Statement> body = [new ExitStatement(), .. Body(opening, out Cursor? found)];
        closing = found!;
        return body;
    }

    private static IncludeStatement Include(Cursor cursor)
    {
        Token word = cursor.Take();
        string partial = cursor.Expect(TokenKind.Text, "a partial's name in quotes").Value;
        cursor.ExpectEnd("the partial's name");
        return new IncludeStatement(word.At, partial);
    }
}
