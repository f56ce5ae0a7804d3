using System.Collections.Concurrent;
using System.Net.Sockets;
using Sandbox.Core.Network;
using Sandbox.Core.Secrets;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Tests.Http;

/// <summary>One client connection served by the proxy, in front of a server that plays every allowed host.</summary>
internal sealed class ProxyHarness : IAsyncDisposable
{
    private readonly Task _serving;

    private ProxyHarness(NetworkStream client, Task serving, ConcurrentQueue<string> opened, ConcurrentQueue<string> finished, RecordingLog log)
    {
        Client = client;
        _serving = serving;
        Opened = opened;
        Finished = finished;
        Log = log;
    }

    public NetworkStream Client { get; }

    /// <summary>Every destination that was dialled.</summary>
    public ConcurrentQueue<string> Opened { get; }

    /// <summary>"sent received problem" of every connection that ended.</summary>
    public ConcurrentQueue<string> Finished { get; }

    public RecordingLog Log { get; }

    public static HttpTimeouts Timeouts => new() { Linger = TimeSpan.FromSeconds(5) };

    /// <param name="mode">Of the connection.</param>
    /// <param name="serverPort">Where every allowed destination leads.</param>
    /// <param name="denied">Hosts that the rules refuse.</param>
    public static async Task<ProxyHarness> StartAsync(
        HttpMode mode, int serverPort, string[]? denied = null, Secret? token = null, Func<ConnectRequest, CancellationToken, Task>? connect = null, OpenResult? opens = null,
        HttpTimeouts? timeouts = null, CancellationToken cancellation = default)
    {
        ConcurrentQueue<string> opened = new();
        ConcurrentQueue<string> finished = new();
        RecordingLog log = new();
        (NetworkStream client, NetworkStream inside) = await Loopback.PairAsync();
        HttpProxyOptions options = new()
        {
            Decide = (host, port) => denied?.Contains(host.ToString(), StringComparer.Ordinal) == true
                ? new Verdict { Allowed = false, Reason = "no rule allows it", Remedy = $"--allow {host}:{port}" }
                : new Verdict { Allowed = true, Rule = "*", Reason = "test" },
            Open = async (host, port, _) =>
            {
                opened.Enqueue($"{host}:{port}");
                return opens ?? OpenResult.Connected(await Loopback.ConnectAsync(serverPort), (sent, received, problem) => finished.Enqueue($"{sent} {received} {problem}"));
            },
            Connect = connect,
            Token = token,
            Log = log,
            Timeouts = timeouts ?? Timeouts,
        };
        return new ProxyHarness(client, ServeAsync(inside, mode, options, cancellation), opened, finished, log);
    }

    /// <summary>Sends requests and reads everything until the proxy closes.</summary>
    public async Task<string> ExchangeAsync(string requests)
    {
        await Client.SendAsync(requests);
        Client.Socket.Shutdown(SocketShutdown.Send);
        return await Client.ReadToEndAsync();
    }

    /// <summary>The proxy has let go of the connection.</summary>
    public Task ServedAsync() => _serving.WaitAsync(Loopback.Patience);

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await ServedAsync();
    }

    private static async Task ServeAsync(NetworkStream inside, HttpMode mode, HttpProxyOptions options, CancellationToken cancellation)
    {
        await using NetworkStream owned = inside;
        await HttpProxyConnection.RunAsync(inside, mode, options, default, cancellation);
    }
}
