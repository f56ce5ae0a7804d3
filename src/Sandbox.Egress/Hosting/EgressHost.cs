using System.Net.Sockets;
using Sandbox.Core.Network;
using Sandbox.Egress.Capture;
using Sandbox.Egress.Connections;
using Sandbox.Egress.Gates;
using Sandbox.Egress.Log;
using Sandbox.Egress.Proxy;

namespace Sandbox.Egress.Hosting;

/// <summary>
/// Everything that serves one sandbox's network, on the thread pool. Until it is made, connections wait in the listeners; when it
/// is disposed every socket is closed, so nothing gets out before or after.
/// </summary>
public sealed class EgressHost : IDisposable, IAsyncDisposable
{
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
        Gate = new(options.Rules, options.Log, options.Resolver ?? _resolver);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Decides for every connection; its rules can be replaced.</summary>
    public Gate Gate { get; }

    /// <summary>What the sandbox has open, published ports apart.</summary>
    public ConnectionSlots Slots { get; }

    /// <summary>Starts everything and returns at once.</summary>
    public static EgressHost Start(EgressOptions options) => new(options);

    /// <summary>New connections meet these rules.</summary>
    public void Replace(NetworkRules rules) => Gate.Replace(rules);

    /// <summary>Closes every socket and waits, at most the limits' Shutdown, for what still runs.</summary>
    public void Dispose()
    {
        _ending.Value.GetAwaiter().GetResult();
        _resolver?.Dispose();
        _end.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync()
    {
        await _ending.Value;
        _resolver?.Dispose();
        _end.Dispose();
    }

    private Task RunAsync()
    {
        EgressSockets sockets = _options.Sockets;
        IEgressLog log = _options.Log;
        IEnumerable<Socket> captures = sockets.Capture is { } transparent ? [transparent, .. sockets.NamedPorts] : sockets.NamedPorts;
        List<Task> services =
        [
            .. captures.Select(s => new CaptureServer(s, _options.Names, Gate, Slots, log).RunAsync(_end.Token)),
            new ProxyServer(sockets.Proxy, _options.Names, Gate, _options.Token, Slots, log).RunAsync(_end.Token),
            _options.Broker is { } broker ? broker(sockets.Broker, _end.Token) : new AcceptLoop(sockets.Broker, Slots, "broker", log, RefuseAsync).RunAsync(_end.Token),
        ];
        if (_options.Dns is { } dns)
        {
            services.Add(GuardAsync(dns, sockets));
        }

        if (_options.Publisher is { } publisher && _options.ConnectInside is { } connect)
        {
            services.Add(publisher.RunAsync(connect, new(_options.Limits), _end.Token));
        }

        return Task.WhenAll(services);
    }

    private static Task RefuseAsync(Socket client, ConnectionSlot slot, CancellationToken cancellation)
    {
        slot.Establish();
        client.Reset();
        return Task.CompletedTask;
    }

    // Names that are no longer served are names that cannot be reached: closed, and said once.
    private async Task GuardAsync(Func<EgressSockets, Gate, CancellationToken, Task> dns, EgressSockets sockets)
    {
        try
        {
            await dns(sockets, Gate, _end.Token);
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
        catch (Exception e) when (!_end.IsCancellationRequested)
        {
            Gate.Refuse(string.Empty, 53, "dns", $"names are no longer served ({e.GetType().Name})");
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
}
