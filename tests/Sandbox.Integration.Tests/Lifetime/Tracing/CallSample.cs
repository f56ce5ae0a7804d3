namespace Sandbox.Integration.Tests;

/// <summary>Which calls of a launch are worth disturbing: every kind in every process, and of many alike some.</summary>
public static class CallSample
{
    /// <param name="calls">All of a launch.</param>
    /// <param name="random">Chooses among those alike.</param>
    /// <param name="alike">Of each process and call, besides the first and the last, at most this many more.</param>
    public static IReadOnlyList<TracedCall> Of(IReadOnlyList<TracedCall> calls, Random random, int alike) =>
    [
        .. calls.GroupBy(static c => (c.Role, c.Number)).SelectMany(group =>
        {
            TracedCall[] all = [.. group];
            TracedCall[] between = all.Length > 2 ? all[1..^1] : [];
            random.Shuffle(between);
            return between.Take(alike).Append(all[0]).Append(all[^1]).Distinct();
        }).OrderBy(static c => (c.Role, c.Index)),
    ];
}
