using System.Buffers;

namespace Sandbox.Egress.Http;

/// <summary>Passes a body on as it comes: what one read gives is one write.</summary>
internal static class BodyCopy
{
    /// <param name="body">Read to its end.</param>
    /// <param name="target">Gets the bytes.</param>
    /// <param name="chunked">Write them in chunks, with the last chunk at the end.</param>
    /// <param name="deadline">Restarted for every read and write.</param>
    /// <param name="idle">The limit for each.</param>
    /// <param name="copied">Told of every piece.</param>
    public static async Task RunAsync(MessageBody body, Stream target, bool chunked, Deadline deadline, TimeSpan idle, Action<int> copied)
    {
        if (body.Complete)
        {
            return;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkFrame.Before + HttpLimits.Copy + ChunkFrame.After);
        try
        {
            while (true)
            {
                deadline.Start(idle);
                int count = await body.ReadAsync(buffer.AsMemory(ChunkFrame.Before, HttpLimits.Copy), deadline.Token);
                if (count == 0)
                {
                    break;
                }

                deadline.Start(idle);
                await target.WriteAsync(chunked ? ChunkFrame.Around(buffer, count) : buffer.AsMemory(ChunkFrame.Before, count), deadline.Token);
                await target.FlushAsync(deadline.Token);
                copied(count);
            }

            if (chunked)
            {
                await target.WriteAsync(ChunkFrame.Last, deadline.Token);
            }

            deadline.Stop();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
