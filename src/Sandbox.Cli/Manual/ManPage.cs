using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Output;

namespace Sandbox.Cli.Manual;

/// <summary>The manual page of a verb, from what its help says.</summary>
internal static class ManPage
{
    private const string Program = "claude-sandbox";

    /// <summary>"claude-sandbox", "claude-sandbox-network-why".</summary>
    public static string NameOf(Verb verb) => verb.Parents.OfType<Verb>().FirstOrDefault() is { } parent ? $"{NameOf(parent)}-{verb.Name}" : Program;

    /// <summary>The word for it on our command line: "network-why".</summary>
    public static string WordOf(Verb verb) => NameOf(verb)[(Program.Length + 1)..];

    /// <summary>Every verb below this one, and itself.</summary>
    public static IEnumerable<Verb> All(Verb verb) => verb.Subcommands.OfType<Verb>().Where(static v => !v.Hidden).SelectMany(All).Prepend(verb);

    public static string Render(Verb verb, string version)
    {
        string name = NameOf(verb);
        Roff roff = new Roff().Title(name, version).Section("NAME").Line($"{name} - {verb.Description}").Section("SYNOPSIS");
        foreach (string usage in verb.Usage)
        {
            roff.Literal(usage);
        }

        roff.Section("DESCRIPTION").Line(char.ToUpperInvariant(verb.Description![0]) + verb.Description[1..] + ".");
        foreach (string note in verb.Notes)
        {
            roff.Paragraph(note);
        }

        Items(roff, "VERBS", verb.Subcommands.Where(static c => !c.Hidden).Select(c => (c.Name, c.Description!)));
        Items(roff, "ARGUMENTS", verb.Arguments.Select(a => (a.Name, a.Description!)));
        if (verb.Default is { } run)
        {
            Items(roff, $"OPTIONS OF {run.Name.ToUpperInvariant()}", HelpText.Options(run).Where(o => !HelpText.Options(verb).Contains(o)));
            Items(roff, "OTHER OPTIONS", HelpText.Options(verb));
        }
        else
        {
            Items(roff, "OPTIONS", HelpText.Options(verb));
        }

        Items(roff, "EXAMPLES", verb.Examples);
        string[] others = [.. All(Root(verb)).Where(v => v != verb).Select(v => NameOf(v) + "(1)")];
        return roff.Section("SEE ALSO").Line(string.Join(", ", others)).ToString();
    }

    private static Verb Root(Verb verb) => verb.Parents.OfType<Verb>().FirstOrDefault() is { } parent ? Root(parent) : verb;

    private static void Items(Roff roff, string heading, IEnumerable<(string Label, string Meaning)> items)
    {
        (string Label, string Meaning)[] all = [.. items];
        if (all.Length == 0)
        {
            return;
        }

        roff.Section(heading);
        foreach ((string label, string meaning) in all)
        {
            roff.Item(label, meaning);
        }
    }
}
