using System.Net;
using System.Net.Sockets;
using Sandbox.Linux.Sockets;

namespace Sandbox.Egress.Dns;

/// <summary>
/// Serves DNS on sockets that were made inside the sandbox's network namespace. Both loops end when they are cancelled or their socket is
/// closed, which the caller does when the sandbox ends: such a socket never reports the end of anything.
/// </summary>
public sealed class DnsServer(DnsResponder responder, DnsLimits limits)
{
    // A query is a name of 255 octets and a few options; one octet more shows that a datagram was cut.
    private const int MaxDatagram = 4096;
    private const int MaxFailures = 100;

    private static readonly IPEndPoint Anywhere = new(IPAddress.Any, 0);

    /// <summary>Answers datagrams, each from the address that it was sent to.</summary>
    /// <param name="socket">A UDP socket over IPv4, bound.</param>
    /// <param name="cancellation">Ends the loop.</param>
    /// <exception cref="SocketException">The socket fails again and again.</exception>
    public async Task RunUdpAsync(Socket socket, CancellationToken cancellation)
    {
        byte[] buffer = new byte[MaxDatagram + 1];
        int failures = 0;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                SocketReceiveMessageFromResult received = await socket.ReceiveMessageFromAsync(buffer, SocketFlags.None, Anywhere, cancellation).ConfigureAwait(false);
                Reply(socket, buffer.AsSpan(0, received.ReceivedBytes), (IPEndPoint)received.RemoteEndPoint, received.PacketInformation.Address);
                failures = 0;
            }
            catch (Exception end) when (IsEnd(end))
            {
                return;
            }
            catch (SocketException) when (++failures < MaxFailures)
            {
                await Pause(cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Answers connections, each message after its length.</summary>
    /// <param name="listener">A listening TCP socket.</param>
    /// <param name="cancellation">Ends the loop and every connection.</param>
    /// <returns>After the last connection has ended.</returns>
    /// <exception cref="SocketException">The listener fails again and again.</exception>
    public async Task RunTcpAsync(Socket listener, CancellationToken cancellation)
    {
        using CancellationTokenSource all = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using SemaphoreSlim free = new(limits.Connections);
        try
        {
            await AcceptAsync(listener, free, all.Token).ConfigureAwait(false);
        }
        finally
        {
            await all.CancelAsync().ConfigureAwait(false);
            for (int i = 0; i < limits.Connections; i++)
            {
                await free.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task AcceptAsync(Socket listener, SemaphoreSlim free, CancellationToken cancellation)
    {
        int failures = 0;
        while (!cancellation.IsCancellationRequested)
        {
            bool taken = false;
            try
            {
                await free.WaitAsync(cancellation).ConfigureAwait(false);
                taken = true;
                Socket connection = await listener.AcceptAsync(cancellation).ConfigureAwait(false);
                taken = false;
                _ = ServeAsync(connection, free, cancellation);
                failures = 0;
            }
            catch (Exception end) when (IsEnd(end))
            {
                return;
            }
            catch (SocketException) when (++failures < MaxFailures)
            {
                await Pause(cancellation).ConfigureAwait(false);
            }
            finally
            {
                _ = taken ? free.Release() : 0;
            }
        }
    }

    private async Task ServeAsync(Socket socket, SemaphoreSlim free, CancellationToken cancellation)
    {
        try
        {
            using DnsConnection connection = new(socket, limits.MessageTime);
            for (int i = 0; i < limits.Messages && await connection.AnswerOneAsync(responder, cancellation).ConfigureAwait(false); i++)
            {
            }
        }
        catch (Exception end) when (end is SocketException || IsEnd(end))
        {
            // The other end is gone, or too slow: nobody waits for an answer.
        }
        finally
        {
            free.Release();
        }
    }

    private void Reply(Socket socket, ReadOnlySpan<byte> message, IPEndPoint client, IPAddress asked)
    {
        if (message.Length <= MaxDatagram && responder.Answer(message) is { } answer)
        {
            // An answer that does not fit into the socket is lost, as datagrams are; the client asks again.
            _ = Datagrams.TrySend(socket.SafeHandle, answer, client, asked);
        }
    }

    // Out of descriptors or memory, for example: not an end, but nothing to spin on.
    private static async Task Pause(CancellationToken cancellation) =>
        await Task.Delay(TimeSpan.FromMilliseconds(20), cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static bool IsEnd(Exception exception) =>
        exception is OperationCanceledException or ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted or SocketError.NotSocket };
}
