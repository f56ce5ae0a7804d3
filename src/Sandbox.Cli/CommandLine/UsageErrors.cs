using System.CommandLine;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;

namespace Sandbox.Cli.CommandLine;

/// <summary>Mistakes in the words themselves, all at once and each with a way out.</summary>
internal static class UsageErrors
{
    public static void ThrowIfAny(IReadOnlyList<string> mistakes)
    {
        if (mistakes.Count > 0)
        {
            throw new SandboxException(ErrorCode.Usage, mistakes[0]) { Others = [.. mistakes.Skip(1)] };
        }
    }

    /// <summary>What System.CommandLine could not place, in our words.</summary>
    public static IReadOnlyList<string> Find(ParseResult parsed, SplitArguments arguments)
    {
        Command command = parsed.CommandResult.Command;
        List<string> mistakes = [];
        Dictionary<string, Option> options = Options(command);
        List<string> words = [];
        for (int i = 0; i < arguments.Own.Count; i++)
        {
            string word = arguments.Own[i];
            string name = word.Split('=')[0];
            if (options.TryGetValue(name, out Option? option))
            {
                if (TakesValue(option) && !word.Contains('=', StringComparison.Ordinal))
                {
                    i++;
                    if (i >= arguments.Own.Count)
                    {
                        mistakes.Add($"{name} needs a value: {name} {option.HelpName}");
                    }
                }
            }
            else if (word.StartsWith('-') && word.Length > 1)
            {
                mistakes.Add(Unknown(word, name, options.Keys));
            }
            else
            {
                words.Add(word);
            }
        }

        Surplus(command, words, mistakes);
        return mistakes.Count > 0 ? mistakes : [.. parsed.Errors.Select(e => Lower(e.Message))];
    }

    private static void Surplus(Command command, List<string> words, List<string> mistakes)
    {
        // The first words are the verb itself.
        string verb = Verb(command);
        string[] surplus = [.. words.Skip(verb.Split(' ').Length + command.Arguments.Count)];
        if (surplus.Length > 0 && command.Subcommands.Count == 0)
        {
            string shown = string.Join(' ', surplus.Select(PrintableText.Escape));
            mistakes.Add(command.Name is "run" or "exec" or "plan"
                ? $"unexpected {shown} after the directory: what is meant for the program inside goes after --: claude-sandbox {command.Name} {PrintableText.Escape(words[1])} -- {shown}"
                : $"unexpected {shown}: see `claude-sandbox {verb} --help`");
        }
    }

    private static string Verb(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand ? $"{Verb(parent)} {command.Name}" : command.Name;

    private static string Unknown(string word, string name, IEnumerable<string> known)
    {
        string shown = PrintableText.Escape(word);
        return Suggestion.For(name, known) is { } near
            ? $"unknown option {shown}: did you mean {near}? (options of the program inside go after --)"
            : $"unknown option {shown}: see `claude-sandbox --help`; options of the program inside go after --";
    }

    private static Dictionary<string, Option> Options(Command command)
    {
        Dictionary<string, Option> options = new(StringComparer.Ordinal);
        foreach (Option option in command.Options.Concat(command.Parents.OfType<Command>().SelectMany(p => p.Options)))
        {
            options[option.Name] = option;
            foreach (string alias in option.Aliases)
            {
                options[alias] = option;
            }
        }

        return options;
    }

    private static bool TakesValue(Option option) => option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0;

    private static string Lower(string message) =>
        message.Length == 0 ? message : char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');
}
