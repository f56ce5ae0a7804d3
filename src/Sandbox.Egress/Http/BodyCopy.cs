using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sandbox.Egress.Http;

/// <summary>Passes a body on as it comes: what one read gives is one write.</summary>
internal static class BodyCopy
{
    // Room for the size line before and the line end after a chunk, so that it leaves in one write.
    private const int Before = 10;
    private const int After = 2;

    /// <param name="body">Read to its end.</param>
    /// <param name="target">Gets the bytes.</param>
    /// <param name="chunked">Write them in chunks, with the last chunk at the end.</param>
    /// <param name="deadline">Restarted for every read and write.</param>
    /// <param name="idle">The limit for each.</param>
    /// <param name="copied">Told of every piece.</param>
    public static async Task RunAsync(MessageBody body, Stream target, bool chunked, Deadline deadline, TimeSpan idle, Action<int> copied)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Before + HttpLimits.Copy + After);
        try
        {
            while (true)
            {
                deadline.Start(idle);
                int count = await body.ReadAsync(buffer.AsMemory(Before, HttpLimits.Copy), deadline.Token);
                if (count == 0)
                {
                    break;
                }

                deadline.Start(idle);
                await target.WriteAsync(chunked ? Chunk(buffer, count) : buffer.AsMemory(Before, count), deadline.Token);
                copied(count);
            }

            if (chunked)
            {
                await target.WriteAsync("0\r\n\r\n"u8.ToArray(), deadline.Token);
            }

            deadline.Stop();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ReadOnlyMemory<byte> Chunk(byte[] buffer, int count)
    {
        string size = count.ToString("x", CultureInfo.InvariantCulture) + "\r\n";
        int start = Before - size.Length;
        Encoding.ASCII.GetBytes(size, buffer.AsSpan(start));
        "\r\n"u8.CopyTo(buffer.AsSpan(Before + count));
        return buffer.AsMemory(start, size.Length + count + After);
    }
}
