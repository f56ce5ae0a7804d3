using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sandbox.Core.Network;
using Sandbox.Egress.Log;

namespace Sandbox.Egress.Gates;

/// <summary>
/// The only way out. A name is decided on, looked up, every address it leads to is checked, and one of the checked addresses is
/// dialled: the name is never looked up a second time. When one address of a name is refused, the name is refused: an answer
/// that mixes public and private addresses is what a rebinding attack looks like.
/// </summary>
public sealed class Gate
{
    private readonly IResolver _resolver;
    private readonly IDialer _dialer;
    private readonly IEgressLog _log;
    private readonly TimeProvider _clock;
    private NetworkRules _rules;

    /// <param name="rules">What is allowed until <see cref="Replace"/>.</param>
    /// <param name="log">Gets a record for every refusal and failure here, and for every end by <see cref="Finish"/>.</param>
    /// <param name="resolver">The system's when null.</param>
    /// <param name="dialer">TCP when null.</param>
    /// <param name="clock">The system's when null.</param>
    public Gate(NetworkRules rules, IEgressLog log, IResolver? resolver = null, IDialer? dialer = null, TimeProvider? clock = null)
    {
        _rules = rules;
        _log = log;
        _clock = clock ?? TimeProvider.System;
        _resolver = resolver ?? new SystemResolver();
        _dialer = dialer ?? new TcpDialer();
    }

    /// <summary>The rules that new connections meet.</summary>
    public NetworkRules Rules => Volatile.Read(ref _rules);

    /// <summary>New connections meet these rules; those that stand keep what they were given.</summary>
    public void Replace(NetworkRules rules) => Volatile.Write(ref _rules, rules);

    /// <summary>What the rules say of the name alone; writes nothing.</summary>
    public Verdict Decide(HostName host, int port) => Rules.Decide(host, port);

    /// <summary>Decides, looks up, checks and dials. A refusal or a failure has been logged when this returns.</summary>
    /// <param name="host">Matched, looked up and logged in its one canonical form.</param>
    /// <param name="port">1 to 65535; anything else is refused.</param>
    /// <param name="via">As in <see cref="EgressRecord.Via"/>.</param>
    /// <param name="cancellation">Ends the attempt; nothing is logged then.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<Opened> OpenAsync(HostName host, int port, string via, CancellationToken cancellation)
    {
        NetworkRules rules = Rules;
        Verdict verdict = rules.Decide(host, port);
        if (!verdict.Allowed)
        {
            return Refuse(host, port, via, verdict);
        }

        Resolved resolved = host.Address is { } literal ? new() { Addresses = [literal] } : await _resolver.ResolveAsync(host, cancellation);
        IPAddress[] addresses = [.. resolved.Addresses.Select(Plain).Distinct()];
        if (addresses.Length == 0)
        {
            return Fail(host, port, via, verdict, $"cannot look up {host}: {resolved.Problem ?? "it has no address"}", SocketError.HostNotFound);
        }

        foreach (IPAddress address in addresses)
        {
            if (rules.DecideAddress(host, address, port) is { Allowed: false } refusal)
            {
                return Refuse(host, port, via, refusal);
            }
        }

        Dialled dialled = await _dialer.DialAsync(addresses, port, cancellation);
        return dialled.Socket is null
            ? Fail(host, port, via, verdict, $"cannot connect to {host}:{port.ToString(CultureInfo.InvariantCulture)}: {dialled.Problem}", dialled.Error)
            : Opened.Connected(host, port, via, verdict, dialled.Socket, dialled.Address!);
    }

    /// <summary>Logs the end of a connection that this gate opened.</summary>
    /// <param name="opened">Must be connected.</param>
    /// <param name="sent">Bytes that left the sandbox.</param>
    /// <param name="received">Bytes that came in.</param>
    /// <param name="problem">Why it ended early, in a few words; null for an ordinary end.</param>
    public void Finish(Opened opened, long sent, long received, string? problem = null) =>
        Write(opened.Host.ToString(), opened.Port, opened.Via, opened.Verdict, problem ?? opened.Verdict.Reason, sent, received);

    /// <summary>Logs a refusal for a reason that the rules do not know, such as a server name that is not the host's.</summary>
    public void Refuse(string host, int port, string via, string reason) =>
        Write(host, port, via, new() { Allowed = false, Reason = reason }, reason, 0, 0);

    // An IPv4 address in IPv6 clothes would be checked as one and dialled as the other.
    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private Opened Refuse(HostName host, int port, string via, Verdict verdict)
    {
        Write(host.ToString(), port, via, verdict, verdict.Reason, 0, 0);
        return Opened.Refused(host, port, via, verdict);
    }

    private Opened Fail(HostName host, int port, string via, Verdict verdict, string failure, SocketError error)
    {
        Write(host.ToString(), port, via, verdict, failure, 0, 0);
        return Opened.Failed(host, port, via, verdict, failure, error);
    }

    private void Write(string host, int port, string via, Verdict verdict, string reason, long sent, long received) => _log.Write(new()
    {
        Time = _clock.GetUtcNow(),
        Via = via,
        Host = host,
        Port = port,
        Allowed = verdict.Allowed,
        Rule = verdict.Rule,
        Reason = reason,
        Remedy = verdict.Allowed ? null : verdict.Remedy,
        Sent = sent,
        Received = received,
    });
}
