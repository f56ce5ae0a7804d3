using System.Net;
using System.Net.Sockets;
using Sandbox.Core.Network;

namespace Sandbox.Egress.Gates;

/// <summary>
/// The answer to a request for a connection: exactly one of connected (<see cref="Socket"/>), refused by the rules
/// (<see cref="Verdict"/> says no) or failed on the way (<see cref="Failure"/>). Whoever takes it disposes it.
/// </summary>
public sealed class Opened : IDisposable
{
    private Opened(HostName host, int port, string via, Verdict verdict)
    {
        Host = host;
        Port = port;
        Via = via;
        Verdict = verdict;
    }

    public HostName Host { get; }

    public int Port { get; }

    /// <summary>How the request came, as in the log.</summary>
    public string Via { get; }

    public Verdict Verdict { get; }

    /// <summary>Connected, without delay (Nagle off), owned by this object.</summary>
    public Socket? Socket { get; private init; }

    /// <summary>The checked address that was dialled.</summary>
    public IPAddress? Address { get; private init; }

    /// <summary>One line, no full stop: "cannot connect to db.internal:5432: connection refused".</summary>
    public string? Failure { get; private init; }

    /// <summary>What kind of failure it was (HostNotFound when the name led nowhere); Success otherwise.</summary>
    public SocketError Error { get; private init; }

    public static Opened Connected(HostName host, int port, string via, Verdict verdict, Socket socket, IPAddress address) =>
        new(host, port, via, verdict) { Socket = socket, Address = address };

    public static Opened Refused(HostName host, int port, string via, Verdict verdict) => new(host, port, via, verdict);

    public static Opened Failed(HostName host, int port, string via, Verdict verdict, string failure, SocketError error) =>
        new(host, port, via, verdict) { Failure = failure, Error = error };

    public void Dispose() => Socket?.Dispose();
}
