using System.CommandLine;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;

namespace Sandbox.Cli.CommandLine;

/// <summary>Words that have no place: verbs that do not exist, and a command that was given without <c>--</c>.</summary>
internal static class Surplus
{
    public static void Check(Command command, IReadOnlyList<string> words, SplitArguments arguments, Findings findings)
    {
        string[] verb = Verb(command);
        string[] rest = command.Arguments.Any(a => a.Arity.MaximumNumberOfValues > 1) ? [] : [.. words.Skip(verb.Length + command.Arguments.Count)];
        string name = string.Join(' ', verb);
        if (rest.Length > 0 && verb.Length == 0)
        {
            findings.Add(ErrorCode.Usage, $"unexpected {Shown(rest)}: --version stands alone");
        }
        else if (rest.Length > 0)
        {
            findings.Add(ErrorCode.Usage, command.Subcommands.Count > 0
                ? UnknownVerb(command, name, rest[0])
                : command is Verb { TakesPayload: true }
                    ? arguments.HasDefaultVerb && Verbs.All.Contains(words[verb.Length], StringComparer.Ordinal)
                        ? $"the verb {words[verb.Length]} comes before every option: claude-sandbox {words[verb.Length]} [OPTIONS] {Shown(rest)}"
                        : Unexpected(name, words[verb.Length], rest)
                    : $"unexpected {Shown(rest)}: see `claude-sandbox {name} --help`");
        }

        if (arguments.Payload is { Count: > 0 } payload && command is Verb { TakesPayload: false } && command.Subcommands.Count == 0)
        {
            findings.Add(ErrorCode.Usage, $"{name} runs nothing inside, so nothing goes after --: leave out {Shown(payload)}");
        }
    }

    private static string Unexpected(string name, string directory, string[] rest) =>
        $"unexpected {Shown(rest)} after the directory: what is meant for the program inside goes after --: claude-sandbox {name} {PrintableText.Escape(directory)} -- {Shown(rest)}";

    private static string UnknownVerb(Command command, string name, string word)
    {
        string shown = PrintableText.Escape(word);
        return Suggestion.For(word, command.Subcommands.Select(s => s.Name)) is { } near
            ? $"{name} has no verb {shown}: did you mean {name} {near}?"
            : $"{name} has no verb {shown}: use {string.Join(" or ", command.Subcommands.Select(s => $"{name} {s.Name}"))}";
    }

    private static string Shown(IEnumerable<string> words) => string.Join(' ', words.Select(PrintableText.Escape));

    private static string[] Verb(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? [.. Verb(parent), command.Name] : [];
}
