using Sandbox.Bench.Network;
using Sandbox.Bench.Results;
using Sandbox.Bench.Suites;

namespace Sandbox.Bench.Reporting;

/// <summary>The way out of a sandbox.</summary>
internal static class NetworkReport
{
    private static readonly string[] TimingHead = ["", "samples", "median ms", "p10", "p90"];

    public static IEnumerable<Target> Targets(NetworkResult network)
    {
        foreach ((string words, string way) in new[] { ("the explicit proxy", Way.Proxy), ("capture", Way.Capture) })
        {
            yield return new Target($"latency that {words} adds to a GET on a new connection, to what srt adds", 0.5, Added(network.Connect, way) / Added(network.Connect, Way.Runtime));
            yield return new Target($"the same on a connection that is already there, {words}", 0.5, Added(network.Keep, way) / Added(network.Keep, Way.Runtime));
            yield return new Target($"throughput of a download of {network.DownloadMebibytes} MiB, {words}, to srt's", 2, Speed(network, way) / Speed(network, Way.Runtime), 1) { AtLeast = true };
        }

        ManyTally many = network.Many.First(m => m.Way == Way.Capture);
        yield return new Target($"{NetworkSuite.ManyAtOnce} connections at once through capture: not answered, or wrongly", 0, many.Asked - many.Right, 0);
        yield return new Target("ms that the network part adds to the executor's start", 1, NetworkResult.Get(network.Executor, ExecutorNetworkCost.Difference).Median);
        yield return new Target("ms that the broker adds to the first event of a stream", 5, Added(network.FirstEvent, Way.Proxy));
    }

    public static void Add(Markdown page, BenchResult result)
    {
        if (result.Network is not { } network)
        {
            return;
        }

        page.Heading("Network");
        page.Paragraph("""
            A server of the bench's own on the loopback interface, and a client of bare sockets (node) that times itself; one client lives at the end of each way, and they take turns of a
            few requests while the others wait. By name: the proxy variables are ignored, the name is asked for and the connection captured. By explicit proxy: what `http_proxy` says.
            srt can be reached by its proxy only: programs that ignore the variables have no way out of it, so its capture cannot be compared. Plain HTTP throughout: neither looks into TLS here.
            """);
        Latency(page, network);
        Volume(page, network);
        Broker(page, network);
        Footprint(page, network);
    }

    private static void Latency(Markdown page, NetworkResult network)
    {
        page.Heading("A small GET on a new connection", 3);
        page.Table([.. TimingHead, "added"], network.Connect.Select(s => (IReadOnlyList<string>)[.. Report.TimingRow(s), Markdown.Number(Added(network.Connect, s.Name))]));
        page.Paragraph("""
            Where the time goes, by the clock that client and server share; medians of parts, so they do not add up exactly. Name: until the address is known (srt: of its proxy, `localhost`).
            Connect: until the client's connection is made. Dial: until the server has accepted one. Request: until the server has the request. Answer: until the client has the answer.
            """);
        page.Table(["ms", "name", "connect", "dial", "request", "answer"], network.Parts.Select(Part));
        page.Paragraph("""
            Capture spends its time on the DNS question, which the launcher answers, and in "dial": the launcher is woken, finds the name behind the address, decides and dials; what the client
            says first is compared with the name before it is passed on. The explicit proxy saves the question and reads the request before it dials. Nothing of either runs inside, no process
            is started, and every byte passes one process, the launcher. In srt's "dial" two programs (`socat`, one inside, one outside) fork for every connection before its proxy in node is reached, and every byte passes all three.
            """);
        page.Heading("A small GET on a connection that is already there", 3);
        page.Table([.. TimingHead, "added"], network.Keep.Select(s => (IReadOnlyList<string>)[.. Report.TimingRow(s), Markdown.Number(Added(network.Keep, s.Name))]));
        page.Heading("The first request of a fresh sandbox", 3);
        page.Paragraph("The client compiles its own part in all of them; the launcher loads its network on the first connection, not at the start. Few samples.");
        page.Table(TimingHead, network.First.Select(Report.TimingRow));
    }

    private static void Volume(Markdown page, NetworkResult network)
    {
        page.Heading("Volume", 3);
        page.Paragraph($"A download of {network.DownloadMebibytes} MiB, connection included. Client, way and server share the processors.");
        page.Table(["", "downloads", "median MiB/s", "p10", "p90"], network.Download.Select(s => (IReadOnlyList<string>)
            [s.Name, $"{s.Count}", Markdown.Number(s.Median, 0), Markdown.Number(s.P10, 0), Markdown.Number(s.P90, 0)]));
        page.Paragraph($"{NetworkSuite.ManyAtOnce} connections begun at the same moment, each with a question of its own; the server answers none before it has all of them (or waits no longer).");
        page.Table(["", "asked", "answered right", "at once, at least", "median ms", "others"], network.Many.Select(m => (IReadOnlyList<string>)
            [m.Way, $"{m.Asked}", $"{m.Right}", $"{m.Peak}", Markdown.Number(m.Milliseconds, 0), m.Problems]));
    }

    private static void Broker(Markdown page, NetworkResult network)
    {
        page.Heading("Credential broker", 3);
        page.Paragraph("""
            A POST of 64 KiB on a new connection, answered by four events 4 ms apart: without a sandbox straight to the server with the real key, inside to the broker with the stand-in (the server
            accepts the real key only). Time until the first event, and how much later than it was sent every other event arrives. Not compared: srt has no counterpart that takes plain requests; it can put
            credentials into HTTPS that it takes apart.
            """);
        page.Table(TimingHead, [.. network.FirstEvent.Select(s => Named(s, "until the first event")), .. network.EventDelay.Select(s => Named(s, "a later event"))]);
    }

    private static void Footprint(Markdown page, NetworkResult network)
    {
        page.Heading("What the network takes while nothing happens", 3);
        page.Paragraph("Processes that wait outside, proportional set size in KiB, one sandbox at a time: after the start, and after a few requests.");
        page.Table(["", "processes", "before", "after"], network.Idle.Select(i => (IReadOnlyList<string>)
            [i.Name, $"{i.Processes}", Markdown.Number(i.Before, 0), double.IsNaN(i.After) ? "" : Markdown.Number(i.After, 0)]));
        page.Paragraph("""
            The executor, started as the launcher starts it (frozen policy, 20 binds, /bin/true), from before the spawn until it is reaped; the two take turns, who is first alternates. Of the trace's
            phases "executor" would contain what the launcher does at the same time.
            """);
        page.Table(TimingHead, network.Executor.Select(Report.TimingRow));
    }

    private static IReadOnlyList<string> Part(ConnectParts p) =>
        [p.Way, Markdown.Number(p.Lookup), Markdown.Number(p.Connect), Markdown.Number(p.Dial), Markdown.Number(p.Request), Markdown.Number(p.Answer)];

    private static IReadOnlyList<string> Named(Summary s, string what) => Report.TimingRow(s with { Name = $"{what}, {(s.Name == Way.Direct ? "upstream itself" : "broker")}" });

    private static double Added(IReadOnlyList<Summary> all, string way) => NetworkResult.Get(all, way).Median - NetworkResult.Get(all, Way.Direct).Median;

    private static double Speed(NetworkResult network, string way) => NetworkResult.Get(network.Download, way).Median;
}
