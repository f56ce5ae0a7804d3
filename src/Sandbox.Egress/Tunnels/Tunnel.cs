using System.Net.Sockets;
using Sandbox.Egress.Connections;
using Sandbox.Egress.Gates;
using Sandbox.Egress.Relays;

namespace Sandbox.Egress.Tunnels;

/// <summary>
/// A client and the upstream that it was given, whatever they speak. The upstream may speak at once (ssh, smtp, databases); what the
/// client sends is held back until its first message is known: a ClientHello must name the host, HTTP goes to
/// <see cref="IPlainHttp"/>, anything else passes. A host that is an address is reached by a rule that names addresses, so no name
/// is checked there.
/// </summary>
/// <remarks>
/// What this cannot see: names after a STARTTLS, the inner name of an encrypted ClientHello whose outer name is right, and the Host
/// inside TLS.
/// </remarks>
internal sealed class Tunnel
{
    private readonly Gate _gate;
    private readonly IPlainHttp _http;

    public Tunnel(Gate gate, IPlainHttp http)
    {
        _gate = gate;
        _http = http;
    }

    /// <summary>Serves the client to its end. Everything is logged when it returns.</summary>
    /// <param name="client">Disposed by the caller.</param>
    /// <param name="already">Bytes of the client that have been read before.</param>
    /// <param name="opening">The gate's answer, or the wait for it; disposed here.</param>
    /// <param name="slot">Told when the handshake is over.</param>
    /// <param name="cancellation">The sandbox ends.</param>
    /// <exception cref="SocketException">The client went before it was understood.</exception>
    /// <exception cref="OperationCanceledException">The sandbox ended.</exception>
    public async Task RunAsync(Socket client, ReadOnlyMemory<byte> already, Task<Opened> opening, ConnectionSlot slot, CancellationToken cancellation)
    {
        if (opening.IsCompletedSuccessfully && await opening is { Socket: not null, Host.IsAddress: true } direct)
        {
            await RelayAsync(client, already, direct, slot, cancellation);
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using PrefaceReader reader = new(client, already, slot.Limits.Handshake);
        Task<Preface> reading = reader.ReadAsync(ended.Token);
        try
        {
            using Opened opened = await opening;
            if (opened.Socket is null)
            {
                reader.LimitWait(slot.Limits.Excuse);
                await ExplainAsync(client, reading, opened, slot.Limits, cancellation);
            }
            else
            {
                await ServeAsync(client, opened, reader, reading, slot, cancellation);
            }
        }
        finally
        {
            // The reader's buffer goes back to the pool after this.
            await ended.CancelAsync();
            await reading.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task RelayAsync(Socket client, ReadOnlyMemory<byte> already, Opened opened, ConnectionSlot slot, CancellationToken cancellation)
    {
        using (opened)
        {
            slot.Establish();
            RelayResult result = await Relay.RunAsync(client, opened.Socket!, already, cancellation);
            _gate.Finish(opened, result.Sent, result.Received, result.Problem);
        }
    }

    // A refusal looks like a reset to most programs; one that speaks HTTP is told why.
    private async Task ExplainAsync(Socket client, Task<Preface> reading, Opened opened, ConnectionLimits limits, CancellationToken cancellation)
    {
        Preface preface = await reading;
        if (preface.Kind != PrefaceKind.Http)
        {
            client.Reset();
            return;
        }

        using var slow = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        slow.CancelAfter(limits.Handshake);
        await _http.ExplainAsync(client, preface.Bytes, opened, slow.Token);
        await client.FarewellAsync(limits.Excuse, cancellation);
    }

    private async Task ServeAsync(Socket client, Opened opened, PrefaceReader reader, Task<Preface> reading, ConnectionSlot slot, CancellationToken cancellation)
    {
        Relay relay = new(client, opened.Socket!);
        Preface? preface = reading.IsCompletedSuccessfully ? await reading : null;
        if (preface is null)
        {
            if (opened.Port is 80 or 443)
            {
                reader.LimitWait(slot.Limits.Handshake);
            }
            else
            {
                // Where the other side speaks first, or both wait, there is no handshake to wait for.
                slot.Establish();
            }

            using CancellationTokenSource stop = new();
            relay.BeginReceiving(stop.Token);
            reader.ReleaseTo(opened.Socket!, slot);
            preface = await ReadAsync(reading, relay, opened);
            if (preface is { Kind: PrefaceKind.Http })
            {
                await stop.CancelAsync();
                await relay.StoppedAsync();
            }
        }

        string? problem = preface is null ? null : TunnelCheck.Problem(preface, opened, relay.Received);
        if (preface is null || problem is not null)
        {
            opened.Socket!.Reset();
            client.Reset();
            if (problem is not null)
            {
                _gate.Refuse(opened.Host.ToString(), opened.Port, opened.Via, problem);
            }

            return;
        }

        // The reader's buffer is large and the connection may stand for days.
        byte[] first = preface.Bytes.ToArray();
        reader.Dispose();
        slot.Establish();
        if (preface.Kind == PrefaceKind.Http)
        {
            await _http.ServeAsync(client, first, opened, cancellation);
            return;
        }

        RelayResult result = await relay.CompleteAsync(first, cancellation);
        _gate.Finish(opened, reader.Released + result.Sent, result.Received, result.Problem);
    }

    // Null when the connection ended before the client said anything; that has been logged.
    private async Task<Preface?> ReadAsync(Task<Preface> reading, Relay relay, Opened opened)
    {
        try
        {
            return await reading;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            string why = relay.Problem ?? (e is OperationCanceledException ? "the sandbox ended" : "client: went away");
            _gate.Finish(opened, 0, relay.Received, why);
            return null;
        }
    }
}
