using System.Buffers;
using System.Net.Sockets;

namespace Sandbox.Egress.Connections;

internal static class SocketExtensions
{
    private const int MostAfterFarewell = 1 << 20;

    /// <summary>Closes at once; the other side sees a reset, which no program takes for an ordinary end.</summary>
    public static void Reset(this Socket socket)
    {
        try
        {
            socket.LingerState = new(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }

        socket.Dispose();
    }

    /// <summary>Sends all of it.</summary>
    public static async ValueTask SendAllAsync(this Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, cancellation)..];
        }
    }

    /// <summary>Tells the other side that no more will come.</summary>
    public static void EndSending(this Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The other side has gone; the direction that still runs will see it.
        }
    }

    /// <summary>
    /// Ends after a last answer: says that no more will come, then reads what the client still sends, for a while. Closing with unread
    /// bytes would be a reset, which takes the answer from the client.
    /// </summary>
    public static async Task FarewellAsync(this Socket socket, TimeSpan limit, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ended.CancelAfter(limit);
        socket.EndSending();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            int left = MostAfterFarewell;
            while (left > 0 && await socket.ReceiveAsync(buffer, SocketFlags.None, ended.Token) is var count and > 0)
            {
                left -= count;
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It has had its time.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
