using System.Buffers;

namespace Sandbox.Egress.Http;

/// <summary>After "101 Switching Protocols": bytes both ways until both have ended or one breaks.</summary>
internal static class StreamRelay
{
    /// <param name="inside">The client.</param>
    /// <param name="outside">The server.</param>
    /// <param name="sent">Told of every piece that leaves.</param>
    /// <param name="received">Told of every piece that comes in.</param>
    /// <param name="cancellation">Ends both.</param>
    public static async Task RunAsync(Wire inside, Wire outside, Action<int> sent, Action<int> received, CancellationToken cancellation)
    {
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task up = OneWayAsync(inside, outside, sent, both.CancelAsync, both.Token);
        Task down = OneWayAsync(outside, inside, received, both.CancelAsync, both.Token);
        await Task.WhenAll(up, down);
    }

    private static async Task OneWayAsync(Wire from, Wire to, Action<int> copied, Func<Task> breakBoth, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(HttpLimits.Copy);
        try
        {
            while (await from.Reader.ReadAsync(buffer, cancellation) is var count and > 0)
            {
                await to.Stream.WriteAsync(buffer.AsMemory(0, count), cancellation);
                copied(count);
            }

            StreamEnds.EndSending(to.Stream);
        }
        catch
        {
            // One broken direction is a broken connection.
            await breakBoth();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
