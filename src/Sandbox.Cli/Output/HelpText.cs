using System.CommandLine;
using System.Text;
using Sandbox.Cli.CommandLine;

namespace Sandbox.Cli.Output;

/// <summary>Help for 80 columns, whatever the terminal has: the same text in a terminal, a pipe and the documentation.</summary>
internal static class HelpText
{
    private const int Width = 80;
    private const int Indent = 2;

    // What is longer has its meaning on a line of its own.
    private const int Longest = 48;

    public static string Of(Verb verb)
    {
        StringBuilder text = new();
        Wrap(text, char.ToUpperInvariant(verb.Description![0]) + verb.Description[1..] + ".", 0);
        Section(text, "Usage", [.. verb.Usage.Select(u => (u, string.Empty))]);
        foreach (string note in verb.Notes)
        {
            text.Append('\n');
            Wrap(text, note, 0);
        }

        Section(text, "Verbs", [.. verb.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, c.Description!))]);
        Section(text, "Arguments", [.. verb.Arguments.Select(a => (a.Name, a.Description!))]);
        Section(text, verb.Default is null ? "Options" : $"Options of {verb.Default.Name}", [.. verb.Default is { } run ? run.Options.Select(Row) : Options(verb)]);
        Section(text, "Other options", verb.Default is null ? [] : [.. Options(verb)]);
        Section(text, "Examples", verb.Examples);
        return text.ToString();
    }

    /// <summary>Its own options and those that hold everywhere, as they are written, with what they mean.</summary>
    public static IEnumerable<(string Label, string Meaning)> Options(Command verb) => verb.Options.Concat(verb.Parents.OfType<Command>().SelectMany(Above)).Select(Row);

    private static IEnumerable<Option> Above(Command command) =>
        command.Options.Where(o => o.Recursive).Concat(command.Parents.OfType<Command>().SelectMany(Above));

    private static (string Label, string Meaning) Row(Option option)
    {
        string names = string.Join(", ", option.Aliases.Append(option.Name).OrderBy(n => n.Length));
        return (option.Arity.MaximumNumberOfValues > 0 ? $"{names} {option.HelpName}" : names, option.Description!);
    }

    private static void Section(StringBuilder text, string heading, IReadOnlyList<(string Left, string Right)> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        text.Append('\n').Append(heading).Append(":\n");
        int column = rows.Max(r => r.Left.Length > Longest ? 0 : r.Left.Length) + (2 * Indent);
        foreach ((string left, string right) in rows)
        {
            text.Append(' ', Indent).Append(left);
            if (left.Length > Longest && right.Length > 0)
            {
                text.Append('\n').Append(' ', column);
            }
            else if (right.Length > 0)
            {
                text.Append(' ', column - Indent - left.Length);
            }

            Wrap(text, right, column);
        }
    }

    /// <summary>From where the text stands, <paramref name="column"/> columns in, and as far in on every further line.</summary>
    private static void Wrap(StringBuilder text, string words, int column)
    {
        int at = column;
        foreach (string word in words.Split(' '))
        {
            if (at > column && at + 1 + word.Length > Width)
            {
                text.Append('\n').Append(' ', column);
                at = column;
            }

            if (at > column)
            {
                text.Append(' ');
                at++;
            }

            text.Append(word);
            at += word.Length;
        }

        text.Append('\n');
    }
}
