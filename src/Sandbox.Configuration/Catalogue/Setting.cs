namespace Sandbox.Configuration.Catalogue;

/// <summary>
/// One setting, with all that reading, merging, the schema, the variables, the documentation and <c>config show</c> know about it. A value is
/// always a list of words, whatever its kind: "true", "host", the entries of a list.
/// </summary>
public sealed record Setting
{
    /// <summary>Where it stands in a file: names of objects and its own, joined by dots ("network.mode").</summary>
    public required string Path { get; init; }

    /// <summary>The option of the command line that says the same ("--network").</summary>
    public required string Flag { get; init; }

    public required SettingKind Kind { get; init; }

    public required SettingBound Bound { get; init; }

    /// <summary>What it does, in a line.</summary>
    public required string Summary { get; init; }

    /// <summary>What one entry is, for the documentation ("HOST[:PORT]"); empty for a choice or a switch.</summary>
    public string Form { get; init; } = string.Empty;

    /// <summary>The words it may have; none when any word will do.</summary>
    public IReadOnlyList<SettingChoice> Choices { get; init; } = [];

    /// <summary>What holds when nobody says anything; none when that depends on others.</summary>
    public IReadOnlyList<string> Default { get; init; } = [];

    /// <summary>What is wrong with one entry, or null.</summary>
    public Func<string, string?> Problem { get; init; } = static _ => null;

    /// <summary>How much an amount is on a machine of so many bytes of memory (0: unknown); null for one that cannot be told.</summary>
    public Func<string, long, double?>? Measure { get; init; }

    /// <summary>How much holds when nobody says anything, by the bytes of the machine's memory (0: unknown).</summary>
    public Func<long, double> Usual { get; init; } = static _ => double.PositiveInfinity;

    /// <summary>What is left of a granted entry (the first) when only another (the second) may be there; null when they have nothing to do with each other.</summary>
    public Func<string, string, string?> Meet { get; init; } = static (granted, bound) => string.Equals(granted, bound, StringComparison.Ordinal) ? bound : null;

    /// <summary>What an entry is about: of two that are about the same the later one counts.</summary>
    public Func<string, string> Key { get; init; } = static word => word;

    /// <summary>The entries of a later source replace those of an earlier one instead of being added.</summary>
    public bool Replaces { get; init; }

    /// <summary>Entries are absolute paths, or begin with ~/.</summary>
    public bool IsPath { get; init; }

    /// <summary>What follows an = in an entry may be a secret and is never shown.</summary>
    public bool IsHidden { get; init; }

    /// <summary>On the command line one option may hold several entries, separated by commas.</summary>
    public bool SplitsFlag { get; init; }

    /// <summary>What separates entries in <see cref="Variable"/>.</summary>
    public char Separator => IsPath ? ':' : ',';

    /// <summary>The environment variable that says the same.</summary>
    public string Variable => SettingCatalogue.VariablePrefix + Flag[2..].ToUpperInvariant().Replace('-', '_');

    /// <summary>An entry fit to be shown.</summary>
    public string Shown(string word) => IsHidden && word.IndexOf('=', StringComparison.Ordinal) is > 0 and int at ? word[..at] + "=***" : word;

    /// <summary>Whether one word of a scale is no looser than another; anything is no looser than no bound at all.</summary>
    public bool IsWithin(string word, string? bound)
    {
        if (bound is null || string.Equals(word, bound, StringComparison.Ordinal))
        {
            return true;
        }

        return Measure is { } measure
            ? measure(word, 0) is { } one && measure(bound, 0) is { } other && one <= other
            : Choices.FirstOrDefault(c => Is(c, word)) is { } choice && Choices.FirstOrDefault(c => Is(c, bound)) is { } most && choice.Rank < most.Rank;
    }

    private static bool Is(SettingChoice choice, string word) => string.Equals(choice.Word, word, StringComparison.Ordinal);
}
