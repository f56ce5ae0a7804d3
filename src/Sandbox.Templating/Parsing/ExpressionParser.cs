using System.Globalization;
using Sandbox.Templating.Syntax;

namespace Sandbox.Templating.Parsing;

/// <summary>
/// Expressions: <c>||</c> binds least, then <c>&amp;&amp;</c>, one comparison, <c>!</c>. A filter takes a plain value or one in brackets, so that nobody has to know
/// how Scriban would divide the rest.
/// </summary>
internal sealed class ExpressionParser(Cursor cursor)
{
    private const int Deepest = 32;
    private static readonly string[] Comparisons = ["==", "!=", "<=", ">=", "<", ">"];

    private int depth;

    public Expression Parse()
    {
        if (++depth > Deepest)
        {
            throw new TemplateException(cursor.Current.At, $"brackets more than {Deepest} deep");
        }

        Expression left = And();
        while (cursor.Current.Is("||"))
        {
            SourcePosition at = cursor.Take().At;
            left = new BinaryExpression(at, "||", left, And());
        }

        if (cursor.Current.Is("|"))
        {
            throw new TemplateException(cursor.Current.At, "| after an operator: put brackets around one or the other");
        }

        depth--;
        return left;
    }

    private Expression And()
    {
        Expression left = Comparison();
        while (cursor.Current.Is("&&"))
        {
            SourcePosition at = cursor.Take().At;
            left = new BinaryExpression(at, "&&", left, Comparison());
        }

        return left;
    }

    private Expression Comparison()
    {
        Expression left = Unary();
        if (!Comparisons.Any(cursor.Current.Is))
        {
            return left is FilterExpression && (cursor.Current.Is("&&") || cursor.Current.Is("||")) ? throw Brackets() : left;
        }

        if (left is FilterExpression)
        {
            throw Brackets();
        }

        Token sign = cursor.Take();
        Expression right = Unary();
        if (right is FilterExpression)
        {
            throw new TemplateException(right.At, "| after an operator: put brackets around one or the other");
        }

        return Comparisons.Any(cursor.Current.Is)
            ? throw new TemplateException(cursor.Current.At, "two comparisons in a row: put brackets around one")
            : new BinaryExpression(sign.At, sign.Value, left, right);
    }

    private TemplateException Brackets() => new(cursor.Current.At, "an operator after |: put brackets around one or the other");

    private Expression Unary()
    {
        if (!cursor.Current.Is("!"))
        {
            return Filtered(Primary());
        }

        SourcePosition at = cursor.Take().At;
        if (cursor.Current.Is("!"))
        {
            throw new TemplateException(cursor.Current.At, "two ! in a row");
        }

        return new NotExpression(at, Primary());
    }

    private Expression Filtered(Expression input)
    {
        while (cursor.Current.Is("|"))
        {
            SourcePosition at = cursor.Take().At;
            string name = cursor.Expect(TokenKind.Name, "a filter's name").Value;
            while (cursor.Takes("."))
            {
                name += "." + cursor.Expect(TokenKind.Name, "a filter's name").Value;
            }

            List<Expression> arguments = [];
            while (cursor.Current.Kind is TokenKind.Name or TokenKind.Text or TokenKind.Number || cursor.Current.Is("("))
            {
                arguments.Add(Primary());
            }

            input = new FilterExpression(at, input, name, arguments);
        }

        return input;
    }

    private Expression Primary()
    {
        Token token = cursor.Current;
        if (cursor.Takes("("))
        {
            Expression inner = Parse();
            return cursor.Takes(")") ? new GroupExpression(token.At, inner) : throw cursor.Unexpected(")");
        }

        return token.Kind switch
        {
            TokenKind.Text => new LiteralExpression(token.At, cursor.Take().Value),
            TokenKind.Number => new LiteralExpression(token.At, Number(cursor.Take())),
            TokenKind.Name => Path(cursor.Take()),
            _ => throw cursor.Unexpected("a value"),
        };
    }

    private static long Number(Token token) =>
        long.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : throw new TemplateException(token.At, "a number that does not fit in 64 bits");

    private Expression Path(Token first)
    {
        if (first.Value is "true" or "false")
        {
            return new LiteralExpression(first.At, first.Value == "true");
        }

        if (Words.Unsupported.Contains(first.Value, StringComparer.Ordinal))
        {
            throw new TemplateException(first.At, $"{first.Value} is not supported");
        }

        if (Words.IsReserved(first.Value) && !(first.IsWord("for") && cursor.Current.Is(".")))
        {
            throw new TemplateException(first.At, $"{first.Value} is a word of the language, not a value");
        }

        Expression path = new NameExpression(first.At, first.Value);
        while (cursor.Takes("."))
        {
            Token member = cursor.Expect(TokenKind.Name, "a member's name");
            path = new MemberExpression(member.At, path, member.Value);
        }

        return path;
    }
}
