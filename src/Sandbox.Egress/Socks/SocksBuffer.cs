using System.Net.Sockets;

namespace Sandbox.Egress.Socks;

/// <summary>What a SOCKS client has sent and nobody has read: room for one message of any kind and the start of what follows.</summary>
internal sealed class SocksBuffer
{
    private readonly Socket _client;
    private readonly byte[] _bytes = new byte[2 * SocksParser.LongestMessage];
    private int _start;
    private int _end;

    public SocksBuffer(Socket client)
    {
        _client = client;
    }

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(_start, _end - _start);

    /// <summary>What followed the last message; valid until the next fill.</summary>
    public ReadOnlyMemory<byte> Rest => Bytes;

    public void Take(int count) => _start += count;

    /// <summary>Reads more; false when the client has ended or nothing more fits.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        if (_start > 0)
        {
            Bytes.CopyTo(_bytes);
            _end -= _start;
            _start = 0;
        }

        if (_end == _bytes.Length)
        {
            return false;
        }

        int count = await _client.ReceiveAsync(_bytes.AsMemory(_end), SocketFlags.None, cancellation);
        _end += count;
        return count > 0;
    }
}
