using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Network;
using Sandbox.Egress.Connections;
using Sandbox.Egress.Log;
using Sandbox.Egress.Relays;

namespace Sandbox.Egress.Publish;

/// <summary>Ports of the host that lead into the sandbox. Its listeners stand once it is made; connections wait in them until it runs.</summary>
public sealed class Publisher : IDisposable
{
    private const string Via = "publish";
    private const int Backlog = 128;

    private readonly List<(Socket Listener, PublishRule Rule)> _listeners = [];
    private readonly IEgressLog _log;
    private readonly TimeProvider _clock;

    /// <param name="rules">All are listened on, or none.</param>
    /// <param name="log">Gets a record when a connection ends.</param>
    /// <param name="clock">The system's when null.</param>
    /// <exception cref="SandboxException">A port cannot be listened on; every such port is named.</exception>
    public Publisher(IEnumerable<PublishRule> rules, IEgressLog log, TimeProvider? clock = null)
    {
        _log = log;
        _clock = clock ?? TimeProvider.System;
        List<string> problems = [];
        foreach (PublishRule rule in rules)
        {
            try
            {
                _listeners.Add((Listen(rule), rule));
            }
            catch (SocketException e)
            {
                problems.Add(Problem(rule, e.SocketErrorCode));
            }
        }

        if (problems.Count > 0)
        {
            Dispose();
            throw new SandboxException(ErrorCode.PublishPort, problems[0]) { Others = [.. problems.Skip(1)] };
        }
    }

    /// <summary>Serves until it is cancelled or disposed, and every connection has ended.</summary>
    /// <param name="connectInside">A new connection to a port inside, or null when nothing listens there. May block; called from many threads.</param>
    /// <param name="slots">Their own, so that the outside cannot take the sandbox's.</param>
    /// <param name="cancellation">Resets what stands.</param>
    public Task RunAsync(Func<int, Socket?> connectInside, ConnectionSlots slots, CancellationToken cancellation) =>
        Task.WhenAll(_listeners.Select(l => new AcceptLoop(l.Listener, slots, Via, _log, (client, slot, stop) => ServeAsync(client, slot, l.Rule, connectInside, stop), _clock).RunAsync(cancellation)));

    public void Dispose()
    {
        foreach ((Socket listener, _) in _listeners)
        {
            listener.Dispose();
        }
    }

    private static Socket Listen(PublishRule rule)
    {
        IPAddress address = rule.Host.Address!;
        Socket? socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = false;
            }

            // Not ReuseAddress: .NET means SO_REUSEPORT by it too, and two sandboxes would share the port. SO_REUSEADDR alone is its default.
            socket.Bind(new IPEndPoint(address, rule.HostPort));
            socket.Listen(Backlog);
            Socket listening = socket;
            socket = null;
            return listening;
        }
        finally
        {
            socket?.Dispose();
        }
    }

    private static string Problem(PublishRule rule, SocketError error)
    {
        string advice = error switch
        {
            SocketError.AddressAlreadyInUse => "another program listens there: stop it or publish another port",
            SocketError.AccessDenied => "ports below 1024 are not for ordinary users: publish a higher one",
            SocketError.AddressNotAvailable => "this machine has no such address",
            _ => SocketProblem.Text(error),
        };
        return string.Create(CultureInfo.InvariantCulture, $"cannot publish port {rule.Port} on {rule.Host}:{rule.HostPort}: {advice}");
    }

    private async Task ServeAsync(Socket client, ConnectionSlot slot, PublishRule rule, Func<int, Socket?> connectInside, CancellationToken cancellation)
    {
        using Socket? inside = connectInside(rule.Port);
        if (inside is null)
        {
            client.Reset();
            Write(rule, "nothing listens there inside", default);
            return;
        }

        slot.Establish();
        inside.NoDelay = true;
        RelayResult result = await Relay.RunAsync(inside, client, default, cancellation);
        Write(rule, result.Problem ?? "published", result);
    }

    private void Write(PublishRule rule, string reason, RelayResult result) => _log.Write(new()
    {
        Time = _clock.GetUtcNow(),
        Via = Via,
        Host = rule.Host.ToString(),
        Port = rule.HostPort,
        Allowed = true,
        Rule = rule.ToString(),
        Reason = reason,
        Sent = result.Sent,
        Received = result.Received,
    });
}
