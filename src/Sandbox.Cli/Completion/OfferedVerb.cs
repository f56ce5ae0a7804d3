using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Manual;

namespace Sandbox.Cli.Completion;

/// <summary>One verb as shells complete it; made from the same tree as the help.</summary>
internal sealed record OfferedVerb
{
    // What fits beside a word in a list.
    private const int LongestSummary = 60;

    /// <summary>Its words: none for the program itself, two for a verb of a verb.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    public required string Summary { get; init; }

    public required IReadOnlyList<OfferedOption> Options { get; init; }

    public required IReadOnlyList<OfferedVerb> Verbs { get; init; }

    /// <summary>What is offered for its argument; null when it takes none.</summary>
    public required OfferedValue? Argument { get; init; }

    /// <summary>What follows -- is a command of the system's.</summary>
    public required bool RunsCommand { get; init; }

    /// <summary>An identifier of it for scripts.</summary>
    public string Identifier => string.Concat(Path.Select(w => "_" + w));

    public IEnumerable<OfferedVerb> All => Verbs.SelectMany(v => v.All).Prepend(this);

    /// <summary>The program: the default verb's options and its own, and every verb.</summary>
    public static OfferedVerb Of(Verb root) => Of(root, [], [.. ManPage.All(root).Skip(1).Select(ManPage.WordOf)]);

    private static OfferedVerb Of(Verb verb, IReadOnlyList<string> path, IReadOnlyList<string> pages)
    {
        Verb words = verb.Default ?? verb;
        IEnumerable<Option> options = verb.Default is null ? [] : words.Options;
        return new OfferedVerb
        {
            Path = path,
            Summary = Short(verb.Description!),
            Options = [.. options.Concat(verb.Options).Concat(Above(verb)).DistinctBy(o => o.Name).Select(Of)],
            Verbs = [.. verb.Subcommands.OfType<Verb>().Where(static v => !v.Hidden).Select(v => Of(v, [.. path, v.Name], pages))],
            Argument = words.Arguments.Select(a => OfferedValues.Of(a, pages)).FirstOrDefault(),
            RunsCommand = words.Usage.Any(u => u.Contains("-- COMMAND", StringComparison.Ordinal)),
        };
    }

    private static IEnumerable<Option> Above(Command command) =>
        command.Parents.OfType<Command>().SelectMany(p => p.Options.Where(o => o.Recursive).Concat(Above(p)));

    private static OfferedOption Of(Option option) =>
        new([.. option.Aliases.Append(option.Name).OrderBy(n => n.Length)], Short(option.Description!), option.Arity.MaximumNumberOfValues > 1, OfferedValues.Of(option));

    private static string Short(string text)
    {
        string first = text.Split(": ")[0].Split("; ")[0].Split(" (")[0].Split(", ")[0];
        first = first.Contains(' ', StringComparison.Ordinal) ? first : text;
        return first.Length <= LongestSummary ? first : first[..first.LastIndexOf(' ', LongestSummary)];
    }
}
