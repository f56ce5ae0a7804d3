using System.Diagnostics;

namespace Sandbox.Testing;

/// <summary>
/// The state of the host before and after: what a sandbox must leave as it was. It looks from outside and believes no exit code.
/// Zombies do not count, because PID 1 may take seconds to collect them.
/// </summary>
public sealed class Census
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly SortedDictionary<string, string> entries;

    private Census(CensusScope scope, SortedDictionary<string, string> entries)
    {
        Scope = scope;
        this.entries = entries;
    }

    public CensusScope Scope { get; }

    /// <summary>What was found: a kind and a name, and everything about it that is compared.</summary>
    public IReadOnlyDictionary<string, string> Entries => entries;

    public static Census Take(CensusScope scope)
    {
        SortedDictionary<string, string> found = new(StringComparer.Ordinal);
        IEnumerable<KeyValuePair<string, string>> all =
        [
            .. ProcessCensus.Take(scope),
            .. MountCensus.Take(scope),
            .. CgroupCensus.Take(scope),
            .. scope.Directories.SelectMany(FileCensus.Take),
        ];
        foreach ((string name, string facts) in all)
        {
            found[name] = facts;
        }

        return new Census(scope, found);
    }

    /// <summary>One line for each entry that came (+), went (-) or changed (~) since <paramref name="before"/>; empty when equal.</summary>
    public IReadOnlyList<string> DifferenceFrom(Census before) =>
    [
        .. before.entries.Keys.Union(entries.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(name => Compare(name, before.entries.GetValueOrDefault(name), entries.GetValueOrDefault(name)))
            .OfType<string>(),
    ];

    /// <summary>Takes the census again until it equals this one, at most for <paramref name="settle"/> (default: one look).</summary>
    /// <exception cref="TestFailureException">Something still differs; the message lists it.</exception>
    public void AssertRestored(TimeSpan settle = default)
    {
        Stopwatch clock = Stopwatch.StartNew();
        IReadOnlyList<string> difference = Take(Scope).DifferenceFrom(this);
        while (difference.Count > 0 && clock.Elapsed < settle)
        {
            Thread.Sleep(Pause);
            difference = Take(Scope).DifferenceFrom(this);
        }

        if (difference.Count > 0)
        {
            throw new TestFailureException($"the host is not as it was ({difference.Count} differences):\n{string.Join('\n', difference)}");
        }
    }

    private static string? Compare(string name, string? before, string? after) => (before, after) switch
    {
        (null, _) => $"+ {name}: {after}",
        (_, null) => $"- {name}: {before}",
        _ => string.Equals(before, after, StringComparison.Ordinal) ? null : $"~ {name}: {before} -> {after}",
    };
}
