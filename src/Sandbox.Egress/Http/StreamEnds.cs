using System.Net.Sockets;

namespace Sandbox.Egress.Http;

/// <summary>The two ways to end a connection that a stream alone does not know.</summary>
internal static class StreamEnds
{
    private const int MostDrained = 1024 * 1024;

    /// <summary>No more will be sent, but the other side may still send.</summary>
    public static void EndSending(Stream stream)
    {
        try
        {
            (stream as NetworkStream)?.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other side has gone already.
        }
    }

    /// <summary>Closes so that the other side sees a reset and takes nothing for complete.</summary>
    public static void Reset(Stream stream)
    {
        try
        {
            if (stream is NetworkStream network)
            {
                network.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
                network.Socket.Dispose();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }

        stream.Dispose();
    }

    /// <summary>
    /// Lets an answer arrive that was given before the request had been read: closing at once would reset the connection, and the
    /// client would see that instead of the answer.
    /// </summary>
    public static async Task DrainAsync(Stream stream, Deadline deadline, TimeSpan limit)
    {
        EndSending(stream);
        byte[] sink = new byte[4096];
        deadline.Start(limit);
        int left = MostDrained;
        try
        {
            while (left > 0 && await stream.ReadAsync(sink, deadline.Token) is var count and > 0)
            {
                left -= count;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It was only politeness.
        }
    }
}
