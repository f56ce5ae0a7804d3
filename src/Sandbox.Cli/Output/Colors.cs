using System.Text;

namespace Sandbox.Cli.Output;

/// <summary>The only place that knows escape sequences for colours. Colour never says anything that the words do not.</summary>
/// <param name="On">Whether there is any; without it every text comes out as it went in.</param>
internal sealed record Colors(bool On)
{
    private const string Reset = "\u001b[0m";
    private const string Bold = "\u001b[1m";
    private const string Red = "\u001b[1;31m";
    private const string Yellow = "\u001b[1;33m";
    private const string Faint = "\u001b[2m";

    public static Colors None { get; } = new(false);

    public string Error(string text) => Paint(Red, text);

    public string Warning(string text) => Paint(Yellow, text);

    public string Note(string text) => Paint(Faint, text);

    /// <summary>A help text with its headings in bold.</summary>
    public string Help(string text) => Headings(text, static l => l.Length > 0 && l[0] != ' ' && l[^1] == ':');

    /// <summary>A plan for people with its headings in bold.</summary>
    public string Plan(string text) => Headings(text, static l => l.Length > 0 && l[0] != ' ');

    private string Paint(string color, string text) => On ? color + text + Reset : text;

    private string Headings(string text, Predicate<string> isHeading)
    {
        if (!On)
        {
            return text;
        }

        StringBuilder painted = new(text.Length + 256);
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            painted.Append(i > 0 ? "\n" : string.Empty).Append(isHeading(lines[i]) ? Paint(Bold, lines[i]) : lines[i]);
        }

        return painted.ToString();
    }
}
