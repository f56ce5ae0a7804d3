using System.Text.Json;
using Sandbox.Bench.Network;
using Sandbox.Bench.Results;

namespace Sandbox.Bench.Suites;

/// <summary>What one way has given so far.</summary>
/// <param name="way">Its name.</param>
internal sealed class NetworkSamples(string way)
{
    private readonly List<double> _first = [];
    private readonly List<double[]> _connect = [];
    private readonly List<double> _keep = [];
    private readonly List<double> _speed = [];
    private readonly List<double> _events = [];
    private readonly List<double> _delays = [];
    private readonly List<double> _manyTimes = [];
    private readonly List<string> _problems = [];
    private int _asked;
    private int _right;
    private int _peak = int.MaxValue;

    public string Way => way;

    public Summary First => Summary.Of(way, _first);

    public Summary Connect => Summary.Of(way, [.. _connect.Select(s => s[0])]);

    public Summary Keep => Summary.Of(way, _keep);

    public Summary Speed => Summary.Of(way, _speed);

    public Summary FirstEvent => Summary.Of(way, _events);

    public Summary EventDelay => Summary.Of(way, _delays);

    public ManyTally Many => new(way, _asked, _right, _peak, Summary.Of(way, _manyTimes).Median, string.Join("; ", _problems));

    public ConnectParts Parts => new(way, Part(1), Part(2), Part(3), Part(4), Part(5));

    public void TakeFirst(ProbeSession session) => _first.Add(Connections(session, 1)[0][0]);

    public void TakeConnect(ProbeSession session, int count) => _connect.AddRange(Connections(session, count));

    public void TakeKeep(ProbeSession session, int count) => _keep.AddRange(session.Numbers($"keep {count}", "samples"));

    public void TakeDownload(ProbeSession session, int mebibytes) =>
        _speed.Add(mebibytes / (session.Ask($"download {mebibytes}").GetProperty("milliseconds").GetDouble() / 1000));

    public void TakeStream(ProbeSession session, int count)
    {
        JsonElement answer = session.Ask($"stream {count}");
        _events.AddRange(Numbers(answer.GetProperty("first")));
        _delays.AddRange(Numbers(answer.GetProperty("delays")));
    }

    /// <param name="session">Who asks.</param>
    /// <param name="server">Who is asked.</param>
    /// <param name="count">How many at once.</param>
    public void TakeMany(ProbeSession session, TestServer server, int count)
    {
        JsonElement answer = session.Ask($"many {count}");
        _asked += count;
        _right += answer.GetProperty("right").GetInt32();
        _peak = Math.Min(_peak, server.Gathered);
        _manyTimes.Add(answer.GetProperty("milliseconds").GetDouble());
        if (answer.GetProperty("problems").GetString() is { Length: > 0 } problem)
        {
            _problems.Add(problem);
        }
    }

    private static double[][] Connections(ProbeSession session, int count) =>
        [.. session.Ask($"connect {count}").GetProperty("samples").EnumerateArray().Select(Numbers)];

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(n => n.GetDouble())];

    private double Part(int index) => Summary.Of(way, [.. _connect.Select(s => s[index])]).Median;
}
