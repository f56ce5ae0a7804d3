using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>What the tracer has written down; see tracer.c.</summary>
/// <param name="Calls">In the order in which they were made; only when recording.</param>
/// <param name="WasHit">The call that was to be disturbed was.</param>
/// <param name="WasLate">That call did not come in time, and somebody was killed all the same.</param>
/// <param name="Other">Instead of the call that was expected came the one with this number.</param>
/// <param name="Left">Processes that were still there at the end of the time.</param>
public sealed record TraceReport(IReadOnlyList<TracedCall> Calls, bool WasHit, bool WasLate, int? Other, IReadOnlyList<int> Left)
{
    private IReadOnlyList<(int Role, int Code)> Ends { get; init; } = [];

    /// <summary>The exit code of a process that ended by itself; null for every other.</summary>
    public int? Ended(int role) => Ends.Where(e => e.Role == role).Select(static e => (int?)e.Code).FirstOrDefault();

    public static TraceReport Read(string file)
    {
        string[][] lines = [.. File.ReadLines(file).Select(static l => l.Split(' '))];
        Dictionary<(int, int), int> counts = [];
        TracedCall Call(int role, int index, int number) => new(role, index, number) { Occurrence = counts[(role, number)] = counts.GetValueOrDefault((role, number), -1) + 1 };
        int[] others = [.. Numbers(lines, "other")];
        return new(
            [.. lines.Where(static l => l[0] == "call").Select(l => Call(Number(l[1]), Number(l[2]), Number(l[3])))],
            lines.Any(static l => l[0] == "hit"),
            lines.Any(static l => l[0] == "late"),
            others.Length > 0 ? others[0] : null,
            [.. Numbers(lines, "left")])
        {
            Ends = [.. lines.Where(static l => l[0] == "end" && l[2] == "code").Select(static l => (Number(l[1]), Number(l[3])))],
        };
    }

    private static IEnumerable<int> Numbers(string[][] lines, string fact) => lines.Where(l => l[0] == fact).Select(static l => Number(l[1]));

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
