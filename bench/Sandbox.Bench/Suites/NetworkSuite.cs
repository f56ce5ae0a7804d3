using Sandbox.Bench.Network;
using Sandbox.Bench.Results;

namespace Sandbox.Bench.Suites;

/// <summary>
/// What the way out of a sandbox costs. In every session all ways are started anew; then they take turns, in an order of its own each time, and one only
/// works while the others wait.
/// </summary>
internal static class NetworkSuite
{
    public const int ManyAtOnce = 1000;

    private const int Sessions = 3;
    private const int Turns = 8;
    private const int Connections = 25;
    private const int Requests = 50;
    private const int Streams = 8;
    private const int DownloadMebibytes = 256;
    private const int DownloadEvery = 4;
    private const int Seed = 20;

    // What the runtimes compile while they get warm belongs to the first request, which is reported by itself.
    private const int WarmUp = 100;
    private const int WarmUpMebibytes = 32;

    public static NetworkResult Measure(Stage stage)
    {
        Environment.CurrentDirectory = stage.Project;
        using TestServer server = new(Ways.Key);
        Ways ways = new(stage, server.Port);
        ways.Prepare();
        IReadOnlyList<Way> all = ways.All();
        Dictionary<string, NetworkSamples> samples = all.ToDictionary(w => w.Name, w => new NetworkSamples(w.Name), StringComparer.Ordinal);
        Random order = new(Seed);
        for (int i = 0; i < Sessions; i++)
        {
            Session(stage, server, all, samples, order);
        }

        NetworkSamples[] each = [.. all.Select(w => samples[w.Name])];
        NetworkSamples[] streamed = [.. each.Where(s => Streamed(s.Way))];
        return new NetworkResult
        {
            First = [.. each.Select(s => s.First)],
            Connect = [.. each.Select(s => s.Connect)],
            Parts = [.. each.Select(s => s.Parts)],
            Keep = [.. each.Select(s => s.Keep)],
            Download = [.. each.Select(s => s.Speed)],
            DownloadMebibytes = DownloadMebibytes,
            Many = [.. each.Select(s => s.Many)],
            FirstEvent = [.. streamed.Select(s => s.FirstEvent)],
            EventDelay = [.. streamed.Select(s => s.EventDelay)],
            Idle = IdleWeight.Measure(stage, ways.Idle()),
            Executor = ExecutorNetworkCost.Measure(stage),
        };
    }

    private static void Session(Stage stage, TestServer server, IReadOnlyList<Way> ways, Dictionary<string, NetworkSamples> samples, Random order)
    {
        List<ProbeSession> sessions = [];
        try
        {
            Way[] due = [.. ways];
            order.Shuffle(due);
            foreach (Way way in due)
            {
                ProbeSession session = new(way, stage.File("network.log"));
                sessions.Add(session);
                _ = session.Ask("ping");
                samples[way.Name].TakeFirst(session);
            }

            sessions.ForEach(Warm);
            for (int turn = 0; turn < Turns; turn++)
            {
                ProbeSession[] now = [.. sessions];
                order.Shuffle(now);
                foreach (ProbeSession session in now)
                {
                    Turn(session, samples[session.Way.Name], turn % DownloadEvery == 0);
                }
            }

            // At the very end, so that what it leaves behind disturbs nobody.
            sessions.ForEach(s => samples[s.Way.Name].TakeMany(s, server, ManyAtOnce));
        }
        finally
        {
            sessions.ForEach(s => s.Dispose());
        }
    }

    private static void Warm(ProbeSession session)
    {
        _ = session.Ask($"connect {WarmUp}");
        _ = session.Ask($"keep {WarmUp}");
        _ = session.Ask($"download {WarmUpMebibytes}");
        if (Streamed(session.Way.Name))
        {
            _ = session.Ask($"stream {Streams}");
        }
    }

    private static void Turn(ProbeSession session, NetworkSamples samples, bool download)
    {
        samples.TakeConnect(session, Connections);
        samples.TakeKeep(session, Requests);
        if (Streamed(session.Way.Name))
        {
            samples.TakeStream(session, Streams);
        }

        if (download)
        {
            samples.TakeDownload(session, DownloadMebibytes);
        }
    }

    private static bool Streamed(string way) => way is Way.Direct or Way.Proxy;
}
