using Sandbox.Bench.Hosts;
using Sandbox.Bench.Network;
using Sandbox.Bench.Results;

namespace Sandbox.Bench.Suites;

/// <summary>What waits outside while the program inside does nothing. One sandbox at a time: memory that two share would count half.</summary>
internal static class IdleWeight
{
    private const int Launches = 3;
    private const int Requests = 20;

    // Until whatever a start or a request leaves to be done has been done.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(300);

    public static IReadOnlyList<IdleMemory> Measure(Stage stage, IReadOnlyList<Way> ways)
    {
        Dictionary<Way, List<(int Processes, double Before, double After)>> samples = ways.ToDictionary(w => w, _ => new List<(int, double, double)>());
        for (int i = 0; i < Launches; i++)
        {
            foreach (Way way in ways)
            {
                samples[way].Add(Weigh(stage, way));
            }
        }

        return [.. ways.Select(w => new IdleMemory(w.Name, samples[w][0].Processes, Median(samples[w].Select(s => s.Before)), Median(samples[w].Select(s => s.After))))];
    }

    private static (int Processes, double Before, double After) Weigh(Stage stage, Way way)
    {
        using ProbeSession session = new(way, stage.File("network.log"));
        _ = session.Ask("ping");
        (int processes, double before) = Outside(session.Pid);
        if (way.Arguments.Contains("none"))
        {
            return (processes, before, double.NaN);
        }

        _ = session.Ask($"connect {Requests}");
        return (processes, before, Outside(session.Pid).KiB);
    }

    private static (int Processes, double KiB) Outside(int root)
    {
        Thread.Sleep(Settling);
        long?[] sizes = [.. ProcessTable.Tree(root).Where(p => ProcessTable.IsOutside(p.Pid)).Select(p => ProcessTable.Pss(p.Pid))];
        return (sizes.Length, sizes.Sum() ?? double.NaN);
    }

    private static double Median(IEnumerable<double> values) => Summary.Of(string.Empty, [.. values]).Median;
}
