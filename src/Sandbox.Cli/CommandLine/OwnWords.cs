using System.CommandLine;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;

namespace Sandbox.Cli.CommandLine;

/// <summary>
/// The words before <c>--</c> once more, by our own rules and with all mistakes at once. The parser stops at the first, and
/// takes an option for the value of the one before it.
/// </summary>
internal sealed class OwnWords
{
    private readonly Findings _findings;
    private readonly Dictionary<string, Option> _options;
    private readonly Dictionary<Option, string> _given = [];
    private bool _unknown;

    private OwnWords(Command command, Findings findings)
    {
        _findings = findings;
        _options = Names(command);
    }

    /// <summary>What is neither an option nor its value, in order.</summary>
    private List<string> Rest { get; } = [];

    /// <summary>Adds what is wrong with the words of <paramref name="command"/> to <paramref name="findings"/>.</summary>
    public static void Check(Command command, SplitArguments arguments, Findings findings)
    {
        OwnWords words = new(command, findings);
        IReadOnlyList<string> own = arguments.Own;
        for (int i = 0; i < own.Count; i++)
        {
            i += words.Take(own[i], i + 1 < own.Count ? own[i + 1] : null);
        }

        // What follows an unknown option may be its value: one mistake, one line.
        if (!words._unknown)
        {
            Surplus.Check(command, words.Rest, arguments, findings);
        }
    }

    /// <summary>Answers how many of the words that follow belong to this one.</summary>
    private int Take(string word, string? next)
    {
        string name = word.Split('=')[0];
        bool hasValue = word.Length > name.Length;
        if (_options.TryGetValue(name, out Option? option))
        {
            return TakesValue(option) ? Valued(option, name, hasValue ? word[(name.Length + 1)..] : null, next) : Flag(name, hasValue);
        }

        if (!IsOption(word))
        {
            Rest.Add(word);
            return 0;
        }

        _unknown = true;
        string? near = Suggestion.For(name, _options.Keys);
        string shown = PrintableText.Escape(word);
        Mistake(near is null
            ? $"unknown option {shown}: see `claude-sandbox --help`; options of the program inside go after --"
            : $"unknown option {shown}: did you mean {near}? (options of the program inside go after --)");
        return near is not null && !hasValue && TakesValue(_options[near]) && next is not null && !IsOption(next) ? 1 : 0;
    }

    private int Flag(string name, bool hasValue)
    {
        if (hasValue)
        {
            Mistake($"{name} takes no value: give it alone");
        }

        return 0;
    }

    private int Valued(Option option, string name, string? value, string? next)
    {
        if (value is null && next is not null && IsOption(next))
        {
            Mistake($"{name} needs a value, but {PrintableText.Escape(next)} follows: {name} {option.HelpName} ({name}={PrintableText.Escape(next)} if that is meant)");
            return _options.ContainsKey(next.Split('=')[0]) ? 0 : 1;
        }

        // The parser would take the next word for what "--ro=" leaves open.
        string? given = value ?? next;
        if (given is null || value is { Length: 0 })
        {
            Mistake($"{name} needs a value: {name} {option.HelpName}");
            return 0;
        }

        if (option.Arity.MaximumNumberOfValues == 1 && !_given.TryAdd(option, given))
        {
            Mistake($"{name} is given twice ({PrintableText.Escape(_given[option])}, {PrintableText.Escape(given)}): keep one of the two");
        }

        return value is null ? 1 : 0;
    }

    private static bool IsOption(string word) => word.StartsWith('-') && word.Length > 1;

    private static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0;

    private void Mistake(string message) => _findings.Add(ErrorCode.Usage, message);

    private static Dictionary<string, Option> Names(Command command)
    {
        Dictionary<string, Option> names = new(StringComparer.Ordinal);
        foreach (Option option in command.Options.Concat(command.Parents.OfType<Command>().SelectMany(p => p.Options).Where(o => o.Recursive)))
        {
            names[option.Name] = option;
            foreach (string alias in option.Aliases)
            {
                names[alias] = option;
            }
        }

        return names;
    }
}
