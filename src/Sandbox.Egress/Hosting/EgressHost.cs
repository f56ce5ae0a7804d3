using System.Net.Sockets;
using Sandbox.Core.Network;
using Sandbox.Egress.Capture;
using Sandbox.Egress.Connections;
using Sandbox.Egress.Dns;
using Sandbox.Egress.Gates;
using Sandbox.Egress.Log;
using Sandbox.Egress.Names;
using Sandbox.Egress.Proxy;

namespace Sandbox.Egress.Hosting;

/// <summary>
/// Everything that serves one sandbox's network, on the thread pool. Until it is made, connections wait in the listeners; when it
/// is disposed every socket is closed, so nothing gets out before or after.
/// </summary>
public sealed class EgressHost : IDisposable, IAsyncDisposable
{
    private const int DnsPort = 53;

    private readonly EgressOptions _options;
    private readonly CancellationTokenSource _end = new();
    private readonly SystemResolver? _resolver;
    private readonly Lazy<Task> _ending;
    private readonly Task _running;

    private EgressHost(EgressOptions options)
    {
        _options = options;
        _ending = new(EndAsync);
        _resolver = options.Resolver is null ? new SystemResolver() : null;
        Slots = new(options.Limits);
        Gate = new(options.Rules, options.Log, options.Resolver ?? _resolver, dialer: null, options.Clock);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Decides for every connection; its rules can be replaced.</summary>
    public Gate Gate { get; }

    /// <summary>The addresses that stand for names inside.</summary>
    public FakeNames Names { get; } = new();

    /// <summary>What the sandbox has open; the broker and published ports count for themselves.</summary>
    public ConnectionSlots Slots { get; }

    /// <summary>Starts everything and returns at once.</summary>
    public static EgressHost Start(EgressOptions options) => new(options);

    /// <summary>New connections and questions meet these rules; what stands keeps what it was given.</summary>
    public void Replace(NetworkRules rules)
    {
        Names.Reserve(rules);
        Gate.Replace(rules);
    }

    /// <summary>
    /// Ends every connection and accepts no other, but leaves the listeners as they are, for another process that has them too: closing one
    /// here could end it for both. Nothing else is to be called afterwards.
    /// </summary>
    public void Release()
    {
        _end.Cancel();
        _options.Publisher?.Dispose();
        _ = Task.WaitAny([_running], _options.Limits.Shutdown);
    }

    /// <summary>Closes every socket and waits, at most the limits' Shutdown, for what still runs.</summary>
    public void Dispose()
    {
        _ending.Value.GetAwaiter().GetResult();
        DisposeRest();
    }

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync()
    {
        await _ending.Value;
        DisposeRest();
    }

    private Task RunAsync()
    {
        Names.Restore(_options.KnownNames);
        Names.Reserve(_options.Rules);
        EgressSockets sockets = _options.Sockets;
        IEgressLog log = _options.Log;
        DnsServer dns = new(new DnsResponder(() => Gate.Rules, Names, log, _options.Clock), new DnsLimits());
        IEnumerable<Socket> captures = sockets.Capture is { } transparent ? [transparent, .. sockets.NamedPorts] : sockets.NamedPorts;
        List<Task> services =
        [
            .. captures.Select(s => GuardAsync("capture", 0, new CaptureServer(s, Names, Gate, Slots, log).RunAsync(_end.Token))),
            GuardAsync("dns", DnsPort, dns.RunUdpAsync(sockets.DnsUdp, _end.Token)),
            GuardAsync("dns", DnsPort, dns.RunTcpAsync(sockets.DnsTcp, _end.Token)),
            GuardAsync("http", 0, new ProxyServer(sockets.Proxy, Names, Gate, _options.Token, Slots, log).RunAsync(_end.Token)),
            GuardAsync("broker", 0, _options.Broker?.RunAsync(sockets.Broker, _end.Token) ?? ResetAllAsync(sockets.Broker)),
        ];
        if (_options.Publisher is { } publisher && _options.ConnectInside is { } connect)
        {
            services.Add(GuardAsync("publish", 0, publisher.RunAsync(connect, new(_options.Limits), _end.Token)));
        }

        return Task.WhenAll(services);
    }

    private Task ResetAllAsync(Socket listener) => new AcceptLoop(
        listener,
        new(_options.Limits),
        "broker",
        _options.Log,
        (client, _, _) =>
        {
            client.Reset();
            return Task.CompletedTask;
        }).RunAsync(_end.Token);

    // What is no longer served cannot be reached: that way stays closed, the others go on, and the log says why.
    private async Task GuardAsync(string via, int port, Task service)
    {
        try
        {
            await service;
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
        catch (Exception e)
        {
            if (!_end.IsCancellationRequested)
            {
                Gate.Refuse(string.Empty, port, via, $"no longer served ({(e is SocketException s ? SocketProblem.Text(s.SocketErrorCode) : e.GetType().Name)})");
            }
        }
    }

    private async Task EndAsync()
    {
        await _end.CancelAsync();
        foreach (Socket socket in _options.Sockets.All)
        {
            socket.Dispose();
        }

        _options.Publisher?.Dispose();
        await Task.WhenAny(_running, Task.Delay(_options.Limits.Shutdown));
    }

    private void DisposeRest()
    {
        _options.Broker?.Dispose();
        _resolver?.Dispose();
        _end.Dispose();
    }
}
