namespace Sandbox.Templating.Parsing;

/// <summary>A template's text, read from its beginning to its end.</summary>
internal sealed class Source(string file, string text)
{
    private int line = 1;
    private int column = 1;

    public string Text => text;

    public int Offset { get; private set; }

    public bool AtEnd => Offset >= text.Length;

    public SourcePosition Position => new(file, line, column);

    /// <summary>The character that many further on; NUL after the end.</summary>
    public char Peek(int ahead = 0) => Offset + ahead < text.Length ? text[Offset + ahead] : '\0';

    public bool Sees(string word) => string.CompareOrdinal(text, Offset, word, 0, word.Length) == 0;

    public void Skip(int count = 1)
    {
        for (; count > 0 && !AtEnd; count--)
        {
            (line, column) = text[Offset] == '\n' ? (line + 1, 1) : (line, column + 1);
            Offset++;
        }
    }

    public TemplateException Wrong(string what) => new(Position, what);
}
