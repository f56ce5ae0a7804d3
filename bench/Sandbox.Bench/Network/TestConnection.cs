using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Sandbox.Bench.Network;

/// <summary>
/// One connection of the bench's own server. <c>/small</c> answers with the server's clock, <c>/big/N</c> with N MiB, <c>/many/N/I</c> with I as soon as N
/// such requests are there, <c>POST /v1/messages</c> with a few events.
/// </summary>
/// <param name="socket">Owned by the caller.</param>
/// <param name="accepted">When it was accepted.</param>
/// <param name="key">Required of a stream.</param>
/// <param name="gathering">Of all connections.</param>
internal sealed partial class TestConnection(Socket socket, double accepted, string key, Gathering gathering)
{
    private const int Mebibyte = 1024 * 1024;
    private const int Events = 4;

    private static readonly byte[] Zeros = new byte[Mebibyte];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(4);

    private readonly byte[] _buffer = new byte[128 * 1024];
    private int _filled;

    /// <exception cref="SocketException">The client has left.</exception>
    public async Task ServeAsync()
    {
        while (await HeadAsync() is { } head)
        {
            double received = Clock.Milliseconds();
            string[] parts = head[..head.IndexOf("\r\n", StringComparison.Ordinal)].Split(' ')[1].TrimStart('/').Split('/');
            switch (parts)
            {
                case ["small"]:
                    await AnswerAsync($"{Clock.Text(accepted)} {Clock.Text(received)}");
                    break;
                case ["big", var size]:
                    await BigAsync(int.Parse(size, CultureInfo.InvariantCulture));
                    break;
                case ["many", var count, var number]:
                    await gathering.WaitAsync(int.Parse(count, CultureInfo.InvariantCulture));
                    await AnswerAsync(number);
                    break;
                case ["v1", ..]:
                    await StreamAsync(head);
                    break;
                default:
                    await SendAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
                    break;
            }
        }
    }

    [GeneratedRegex(@"\r\ncontent-length: *([0-9]+)\r\n", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Length();

    private async Task<string?> HeadAsync()
    {
        while (true)
        {
            int end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                string head = Encoding.Latin1.GetString(_buffer, 0, end + 4);
                _filled -= end + 4;
                _buffer.AsSpan(end + 4, _filled).CopyTo(_buffer);
                return head;
            }

            int count = await socket.ReceiveAsync(_buffer.AsMemory(_filled));
            if (count == 0)
            {
                return null;
            }

            _filled += count;
        }
    }

    private async Task BigAsync(int mebibytes)
    {
        await SendAsync(FormattableString.Invariant($"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {(long)mebibytes * Mebibyte}\r\n\r\n"));
        for (int i = 0; i < mebibytes; i++)
        {
            await SendAsync(Zeros);
        }
    }

    private async Task StreamAsync(string head)
    {
        long left = (Length().Match(head) is { Success: true } length ? long.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture) : 0) - _filled;
        _filled = 0;
        while (left > 0)
        {
            int count = await socket.ReceiveAsync(_buffer);
            left = count == 0 ? 0 : left - count;
        }

        if (!head.Contains($"\r\nx-api-key: {key}\r\n", StringComparison.OrdinalIgnoreCase))
        {
            await SendAsync("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
            return;
        }

        await SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 1; i <= Events; i++)
        {
            string text = $"event: {(i < Events ? "part" : "end")}\ndata: {Clock.Text(Clock.Milliseconds())}\n\n";
            await SendAsync(FormattableString.Invariant($"{text.Length:x}\r\n{text}\r\n"));
            await Task.Delay(Pause);
        }

        await SendAsync("0\r\n\r\n");
    }

    private Task AnswerAsync(string body) =>
        SendAsync(FormattableString.Invariant($"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\n\r\n{body}"));

    private Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes)..];
        }
    }
}
