using System.Text;

namespace Sandbox.Cli.Manual;

/// <summary>Writes man(7) text: what would be a request, an escape or a hyphen comes out as the characters it is.</summary>
internal sealed class Roff
{
    private readonly StringBuilder _text = new();

    public Roff Title(string name, string version)
    {
        _text.Append($".TH {Quote(name.ToUpperInvariant())} 1 {Quote(string.Empty)} {Quote("claude-sandbox " + version)} {Quote("User Commands")}\n");

        // Neither stretched nor broken: the words are often ones to type.
        _text.Append(".ad l\n.nh\n");
        return this;
    }

    public Roff Section(string heading)
    {
        _text.Append($".SH {Quote(heading)}\n");
        return this;
    }

    public Roff Paragraph(string words)
    {
        _text.Append(".PP\n").Append(Escape(words)).Append('\n');
        return this;
    }

    public Roff Line(string words)
    {
        _text.Append(Escape(words)).Append('\n');
        return this;
    }

    /// <summary>A line of its own, as it is.</summary>
    public Roff Literal(string words)
    {
        _text.Append(".PP\n.nf\n").Append("\\fB").Append(Escape(words)).Append("\\fR\n.fi\n");
        return this;
    }

    public Roff Item(string label, string meaning)
    {
        _text.Append(".TP\n\\fB").Append(Escape(label)).Append("\\fR\n").Append(Escape(meaning)).Append('\n');
        return this;
    }

    public override string ToString() => _text.ToString();

    /// <summary>One line of text. A dash is a minus, so that it can be copied; \&amp; keeps a dot or quote in front from being a request.</summary>
    private static string Escape(string words)
    {
        StringBuilder line = new(words.Length);
        line.Append(words.Length > 0 && words[0] is '.' or '\'' ? "\\&" : string.Empty);
        foreach (char c in words)
        {
            _ = c switch
            {
                '\\' => line.Append("\\e"),
                '-' => line.Append("\\-"),
                '\'' => line.Append("\\(aq"),
                '`' => line.Append("\\(ga"),
                '~' => line.Append("\\(ti"),
                '^' => line.Append("\\(ha"),
                '\n' => line.Append(' '),
                _ => line.Append(c),
            };
        }

        return line.ToString();
    }

    private static string Quote(string text) => $"\"{Escape(text).Replace("\"", "\\(dq", StringComparison.Ordinal)}\"";
}
