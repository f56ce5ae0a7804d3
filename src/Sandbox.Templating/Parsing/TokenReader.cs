using System.Text;

namespace Sandbox.Templating.Parsing;

/// <summary>Reads the words of one code block and stops before the sign that ends it.</summary>
internal sealed class TokenReader(Source source, SourcePosition block)
{
    private static readonly string[] Signs = ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "|", "(", ")", "."];

    // Named one by one, so that whoever knows Scriban learns what is missing here.
    private static readonly (string Sign, string Name)[] Unsupported =
    [
        ("..", "ranges .. are"), ("?.", "optional members ?. are"), ("??", "the operator ?? is"), ("?!", "the operator ?! is"), ("?", "the operator ? : is"), ("=", "assignment = is"),
        ("[", "arrays and indexers [ ] are"), ("{", "objects { } are"), ("@", "function pointers @ are"), ("^", "the operator ^ is"), (";", "several statements in one block are"),
        ("+", "the operator + is"), ("-", "the operator - is"), ("*", "the operator * is"), ("/", "the operator / is"), ("%", "the operator % is"), (":", "named arguments are"),
        ("`", "verbatim strings are"), ("$", "local variables $ and interpolated strings are"), (",", "the sign , is"), ("\n", "line breaks in a code block are"),
        ("|>", "the operator |> is"), ("<<", "the operator << is"), (">>", "the operator >> is"),
    ];

    private bool AtExit => source.Sees("}}") || (source.Peek() is '-' or '~' && source.Peek(1) == '}' && source.Peek(2) == '}');

    public IReadOnlyList<Token> ReadAll()
    {
        List<Token> tokens = [];
        while (true)
        {
            while (source.Peek() is ' ' or '\t')
            {
                source.Skip();
            }

            if (source.AtEnd)
            {
                throw new TemplateException(block, "{{ is not closed by }}");
            }

            if (AtExit)
            {
                tokens.Add(new Token(TokenKind.End, "}}", source.Position));
                return tokens;
            }

            if (source.Peek() == '#')
            {
                Comment();
            }
            else
            {
                tokens.Add(Next());
            }
        }
    }

    // # to the end of the block (or line), ## to the next ## or the end of the block.
    private void Comment()
    {
        bool many = source.Sees("##");
        source.Skip(many ? 2 : 1);
        while (!source.AtEnd && !AtExit)
        {
            if (many && source.Sees("##"))
            {
                source.Skip(2);
                return;
            }

            if (!many && source.Peek() == '\n')
            {
                return;
            }

            source.Skip();
        }
    }

    private Token Next()
    {
        SourcePosition at = source.Position;
        char first = source.Peek();
        if (char.IsAsciiLetter(first) || first == '_')
        {
            return new Token(TokenKind.Name, While(static c => char.IsAsciiLetterOrDigit(c) || c == '_'), at);
        }

        if (char.IsAsciiDigit(first))
        {
            string digits = While(char.IsAsciiDigit);
            return char.IsAsciiLetterOrDigit(source.Peek()) || (source.Peek() == '.' && char.IsAsciiDigit(source.Peek(1)))
                ? throw new TemplateException(at, "only whole decimal numbers are supported")
                : new Token(TokenKind.Number, digits, at);
        }

        return first is '"' or '\'' ? new Token(TokenKind.Text, Quoted(first), at) : Sign(at);
    }

    private string While(Func<char, bool> belongs)
    {
        int from = source.Offset;
        while (!source.AtEnd && belongs(source.Peek()))
        {
            source.Skip();
        }

        return source.Text[from..source.Offset];
    }

    private Token Sign(SourcePosition at)
    {
        string? known = Signs.FirstOrDefault(source.Sees);
        (string Sign, string Name) missing = Unsupported.Where(u => source.Sees(u.Sign)).OrderByDescending(static u => u.Sign.Length).FirstOrDefault();
        if (missing.Sign is not null && missing.Sign.Length > (known?.Length ?? 0))
        {
            throw new TemplateException(at, $"{missing.Name} not supported");
        }

        if (known is null)
        {
            throw new TemplateException(at, $"a character that means nothing here (U+{(int)source.Peek():X4})");
        }

        source.Skip(known.Length);
        return new Token(TokenKind.Sign, known, at);
    }

    private string Quoted(char quote)
    {
        SourcePosition at = source.Position;
        source.Skip();
        StringBuilder text = new();
        while (source.Peek() != quote || source.AtEnd)
        {
            if (source.AtEnd || source.Peek() == '\n')
            {
                throw new TemplateException(at, "a string is not closed on its line");
            }

            text.Append(source.Peek() == '\\' ? Escaped() : source.Peek());
            source.Skip();
        }

        source.Skip();
        return text.ToString();
    }

    private char Escaped()
    {
        source.Skip();
        return source.Peek() switch
        {
            'n' => '\n',
            't' => '\t',
            '\\' or '"' or '\'' => source.Peek(),
            _ => throw source.Wrong("in strings only \\n, \\t, \\\\, \\\" and \\' are supported"),
        };
    }
}
