using System.Net.Sockets;
using System.Security.Cryptography;
using Sandbox.Core.Network;
using Sandbox.Core.Secrets;
using Sandbox.Egress.Connections;
using Sandbox.Egress.Gates;
using Sandbox.Egress.Names;
using Sandbox.Egress.Tunnels;

namespace Sandbox.Egress.Socks;

/// <summary>
/// SOCKS 5: CONNECT only, with the session's token as password where one is set (any user name). SOCKS 4 and 4a are refused with their own reply: they
/// cannot carry a password. A client that looked the name up itself sends the address that stands for it inside.
/// </summary>
internal sealed class SocksServer
{
    private const string Via = "socks";
    private const byte NoAcceptableMethod = 0xff;

    private readonly Gate _gate;
    private readonly Tunnel _tunnel;
    private readonly FakeNames? _names;
    private readonly Secret? _token;

    public SocksServer(Gate gate, Tunnel tunnel, FakeNames? names, Secret? token)
    {
        _gate = gate;
        _tunnel = tunnel;
        _names = names;
        _token = token;
    }

    /// <summary>Serves a client whose first byte, still unread, is 5.</summary>
    public async Task ServeAsync(Socket client, ConnectionSlot slot, CancellationToken cancellation)
    {
        SocksBuffer input = new(client);
        SocksRequest? request;
        using (var slow = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        {
            slow.CancelAfter(slot.Limits.Handshake);
            if (!await GreetAsync(client, input, slow.Token))
            {
                await client.FarewellAsync(slot.Limits.Excuse, cancellation);
                return;
            }

            request = await ReadRequestAsync(input, slow.Token);
        }

        if (request?.Host is not { } host)
        {
            _gate.Refuse(request?.Asked ?? string.Empty, request?.Port ?? 0, Via, request?.Problem ?? "malformed SOCKS request");
            await AnswerAsync(client, request?.Refusal ?? SocksReply.GeneralFailure, cancellation);
            await client.FarewellAsync(slot.Limits.Excuse, cancellation);
            return;
        }

        HostName meant = request.Literal is { } literal && _names?.Find(literal) is { } name ? name : host;
        Opened opened = await _gate.OpenAsync(meant, request.Port, Via, cancellation);
        if (opened.Socket is null)
        {
            await AnswerAsync(client, Code(opened), cancellation);
            await client.FarewellAsync(slot.Limits.Excuse, cancellation);
            return;
        }

        using (opened)
        {
            await AnswerAsync(client, SocksReply.Succeeded, cancellation);
            await _tunnel.RunAsync(client, input.Rest, Task.FromResult(opened), slot, cancellation);
        }
    }

    /// <summary>Refuses a client whose first byte, still unread, is 4.</summary>
    public async Task RefuseOldAsync(Socket client, ConnectionSlot slot, CancellationToken cancellation)
    {
        _gate.Refuse(string.Empty, 0, Via, "SOCKS 4 is not offered: use SOCKS 5");
        await client.SendAllAsync(new byte[] { 0, 0x5b, 0, 0, 0, 0, 0, 0 }, cancellation);
        await client.FarewellAsync(slot.Limits.Excuse, cancellation);
    }

    internal static SocksReply Code(Opened opened) => opened switch
    {
        { Verdict.Allowed: false } => SocksReply.NotAllowed,
        { Error: SocketError.ConnectionRefused } => SocksReply.ConnectionRefused,
        { Error: SocketError.NetworkUnreachable or SocketError.NetworkDown } => SocksReply.NetworkUnreachable,
        { Error: SocketError.HostUnreachable or SocketError.HostDown or SocketError.HostNotFound } => SocksReply.HostUnreachable,
        { Error: SocketError.TimedOut } => SocksReply.TimeToLiveExpired,
        _ => SocksReply.GeneralFailure,
    };

    private static Task AnswerAsync(Socket client, SocksReply reply, CancellationToken cancellation) =>
        client.SendAllAsync(new byte[] { 5, (byte)reply, 0, 1, 0, 0, 0, 0, 0, 0 }, cancellation).AsTask();

    private static async Task<SocksRequest?> ReadRequestAsync(SocksBuffer input, CancellationToken cancellation)
    {
        while (true)
        {
            int length = SocksParser.Request(input.Bytes.Span, out SocksRequest? request);
            if (length != 0)
            {
                input.Take(Math.Max(length, 0));
                return request;
            }

            if (!await input.FillAsync(cancellation))
            {
                return null;
            }
        }
    }

    private async Task<bool> GreetAsync(Socket client, SocksBuffer input, CancellationToken cancellation)
    {
        byte wanted = _token is null ? SocksParser.NoAuthentication : SocksParser.Password;
        bool? offered;
        while ((offered = Offers(input, wanted)) is null)
        {
            if (!await input.FillAsync(cancellation))
            {
                return false;
            }
        }

        await client.SendAllAsync(new byte[] { 5, offered.Value ? wanted : NoAcceptableMethod }, cancellation);
        if (!offered.Value)
        {
            _gate.Refuse(string.Empty, 0, Via, _token is null ? "malformed SOCKS greeting" : "no proxy token was offered");
            return false;
        }

        return _token is null || await AuthenticateAsync(client, input, cancellation);
    }

    // Null while the greeting is incomplete.
    private static bool? Offers(SocksBuffer input, byte wanted)
    {
        int length = SocksParser.Greeting(input.Bytes.Span, out ReadOnlySpan<byte> methods);
        if (length == 0)
        {
            return null;
        }

        bool offers = methods.Contains(wanted);
        input.Take(Math.Max(length, 0));
        return offers;
    }

    private async Task<bool> AuthenticateAsync(Socket client, SocksBuffer input, CancellationToken cancellation)
    {
        bool? right;
        while ((right = Authenticates(input)) is null)
        {
            if (!await input.FillAsync(cancellation))
            {
                return false;
            }
        }

        await client.SendAllAsync(new byte[] { 1, right.Value ? (byte)0 : (byte)1 }, cancellation);
        if (!right.Value)
        {
            _gate.Refuse(string.Empty, 0, Via, "wrong proxy token");
        }

        return right.Value;
    }

    private bool? Authenticates(SocksBuffer input)
    {
        int length = SocksParser.Credentials(input.Bytes.Span, out ReadOnlySpan<byte> password);
        if (length == 0)
        {
            return null;
        }

        bool right = length > 0 && CryptographicOperations.FixedTimeEquals(password, _token!.Reveal());
        input.Take(Math.Max(length, 0));
        return right;
    }
}
