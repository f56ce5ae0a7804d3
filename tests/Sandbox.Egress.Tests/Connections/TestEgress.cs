using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Sandbox.Core.Network;
using Sandbox.Core.Planning;
using Sandbox.Core.Secrets;
using Sandbox.Egress.Capture;
using Sandbox.Egress.Connections;
using Sandbox.Egress.Gates;
using Sandbox.Egress.Names;
using Sandbox.Egress.Proxy;

namespace Sandbox.Egress.Tests.Connections;

/// <summary>
/// A capture listener and an explicit proxy over loopback. Where a captured client wanted to go is kept by its own port, in place of
/// the address that the kernel would have left in the socket.
/// </summary>
internal sealed class TestEgress : IAsyncDisposable
{
    private readonly Socket _capture = Loopback.Listen();
    private readonly Socket _proxy = Loopback.Listen();
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<int, IPEndPoint> _destinations = new();
    private readonly Task _running;

    /// <param name="allow">Rules; every name leads to a public address unless <see cref="Resolver"/> says otherwise.</param>
    /// <param name="token">Of the explicit proxy.</param>
    /// <param name="limits">The usual ones when null.</param>
    public TestEgress(string[] allow, string? token = null, ConnectionLimits? limits = null)
    {
        Gate = new(Rules(allow), Log, Resolver, Dialer);
        Slots = new(limits ?? new());
        CaptureServer capture = new(_capture, Names, Gate, Slots, Log, client => _destinations.GetValueOrDefault(((IPEndPoint)client.RemoteEndPoint!).Port));
        ProxyServer proxy = new(_proxy, Names, Gate, token is null ? null : Secret.FromText(token), Slots, Log);
        _running = Task.WhenAll(capture.RunAsync(_end.Token), proxy.RunAsync(_end.Token));
    }

    public ListLog Log { get; } = new();

    public MapResolver Resolver { get; } = new();

    public LoopbackDialer Dialer { get; } = new();

    public FakeNames Names { get; } = new();

    public Gate Gate { get; }

    public ConnectionSlots Slots { get; }

    public static NetworkRules Rules(params string[] allow)
    {
        Findings findings = new();
        NetworkRules rules = NetworkRules.Parse(allow, [], [], findings);
        findings.ThrowIfAny();
        return rules;
    }

    public static HostName Host(string text) => HostName.TryParse(text, out HostName? host, out string problem) ? host : throw new ArgumentException(problem, nameof(text));

    /// <summary>What is dialled at that port reaches the server.</summary>
    public TestEgress Serve(int port, TestServer server)
    {
        Dialer.Ports[port] = server.Port;
        return this;
    }

    /// <summary>A program inside that connects to a name which it has looked up.</summary>
    public Task<Socket> CaptureAsync(string name, int port)
    {
        Assert.True(Names.TryGetAddress(Host(name), out IPAddress? address));
        return CaptureAsync(new IPEndPoint(address, port));
    }

    public async Task<Socket> CaptureAsync(IPEndPoint destination)
    {
        Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _destinations[Loopback.Port(client)] = destination;
        await client.ConnectAsync(IPAddress.Loopback, Loopback.Port(_capture));
        return client;
    }

    public Task<Socket> ProxyAsync() => Loopback.ConnectAsync(Loopback.Port(_proxy));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _capture.Dispose();
        _proxy.Dispose();
        await _running;
        _end.Dispose();
    }
}
