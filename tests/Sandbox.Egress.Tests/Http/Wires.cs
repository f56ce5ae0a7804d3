using System.Text;

namespace Sandbox.Egress.Tests.Http;

/// <summary>Raw bytes in and out of a stream, as Latin-1 text.</summary>
internal static class Wires
{
    public static Task SendAsync(this Stream stream, string text) => stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask();

    /// <summary>Everything until the other side closes.</summary>
    public static async Task<string> ReadToEndAsync(this Stream stream)
    {
        using CancellationTokenSource patience = new(Loopback.Patience);
        using MemoryStream all = new();
        await stream.CopyToAsync(all, patience.Token);
        return Encoding.Latin1.GetString(all.ToArray());
    }

    /// <summary>Everything until a text has come.</summary>
    public static async Task<string> ReadUntilAsync(this Stream stream, string end)
    {
        using CancellationTokenSource patience = new(Loopback.Patience);
        StringBuilder all = new();
        byte[] one = new byte[1];
        while (!all.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, patience.Token) == 0)
            {
                throw new EndOfStreamException($"the stream ended after: {all}");
            }

            all.Append((char)one[0]);
        }

        return all.ToString();
    }

    public static Task<string> ReadHeadAsync(this Stream stream) => stream.ReadUntilAsync("\r\n\r\n");
}
