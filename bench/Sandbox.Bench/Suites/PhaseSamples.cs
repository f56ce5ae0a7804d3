using System.Text.Json;
using Sandbox.Bench.Results;
using Sandbox.Bench.Timing;

namespace Sandbox.Bench.Suites;

/// <summary>Collects the launcher's own trace (CLAUDE_SANDBOX_TRACE) of many runs.</summary>
internal sealed class PhaseSamples
{
    /// <summary>Between the last line of the trace and the moment at which we have reaped the process.</summary>
    public const string Exit = "exit";

    private readonly List<(string Phase, List<double> Samples)> _phases = [];

    /// <summary>Reads one run's trace and empties the file for the next.</summary>
    public void Take(string file, Launched launched)
    {
        string[] lines = File.ReadAllLines(file);
        File.WriteAllText(file, string.Empty);

        // The launch before the measured ones (the warm-up) has written here too: only the last trace belongs to this one.
        int start = Array.FindLastIndex(lines, l => l.Contains("\"start-up\"", StringComparison.Ordinal));
        long last = Launched.Microseconds(launched.Started);
        foreach (string line in lines[start..])
        {
            using JsonDocument document = JsonDocument.Parse(line);
            long clock = document.RootElement.GetProperty("clock").GetInt64();
            Add(document.RootElement.GetProperty("phase").GetString()!, clock - last);
            last = clock;
        }

        Add(Exit, Launched.Microseconds(launched.Ended) - last);
    }

    public IReadOnlyList<Summary> Summaries() => [.. _phases.Select(p => Summary.Of(p.Phase, p.Samples))];

    private void Add(string phase, long microseconds)
    {
        int index = _phases.FindIndex(p => string.Equals(p.Phase, phase, StringComparison.Ordinal));
        if (index < 0)
        {
            _phases.Add((phase, []));
            index = _phases.Count - 1;
        }

        _phases[index].Samples.Add(microseconds / 1000.0);
    }
}
