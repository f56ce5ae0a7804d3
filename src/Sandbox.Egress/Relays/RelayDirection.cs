using System.Buffers;
using System.Net.Sockets;
using Sandbox.Egress.Connections;

namespace Sandbox.Egress.Relays;

/// <summary>One direction of a relay. Holds a buffer only while bytes flow.</summary>
internal sealed class RelayDirection
{
    private const int BufferSize = 64 * 1024;

    private readonly Socket _from;
    private readonly Socket _to;
    private readonly string _fromName;
    private readonly string _toName;
    private readonly Action<string> _abort;
    private long _count;

    /// <param name="from">Read until its end.</param>
    /// <param name="to">Written to; told when the end has come.</param>
    /// <param name="fromName">For the problem's text.</param>
    /// <param name="toName">For the problem's text.</param>
    /// <param name="abort">Called with the problem when a side breaks.</param>
    public RelayDirection(Socket from, Socket to, string fromName, string toName, Action<string> abort)
    {
        _from = from;
        _to = to;
        _fromName = fromName;
        _toName = toName;
        _abort = abort;
    }

    /// <summary>Bytes that have been passed on.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Until the end, an error, or a stop, which happens only while there is nothing to pass on. Never throws.</summary>
    /// <param name="already">Sent first.</param>
    /// <param name="stop">Ends it between two pieces; nothing is lost.</param>
    public async Task RunAsync(ReadOnlyMemory<byte> already, CancellationToken stop)
    {
        byte[]? buffer = null;
        bool sending = false;
        try
        {
            ReadOnlyMemory<byte> piece = already;
            while (true)
            {
                if (piece.Length > 0)
                {
                    sending = true;
                    await _to.SendAllAsync(piece, CancellationToken.None);
                    Volatile.Write(ref _count, _count + piece.Length);
                    sending = false;
                }

                // A piece that did not fill the buffer was probably the last for a while: wait without one.
                if (buffer is not null && piece.Length < buffer.Length)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = null;
                }

                if (buffer is null)
                {
                    await _from.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, stop);
                    buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
                }

                int length = await _from.ReceiveAsync(buffer, SocketFlags.None, CancellationToken.None);
                if (length == 0)
                {
                    _to.EndSending();
                    return;
                }

                piece = buffer.AsMemory(0, length);
            }
        }
        catch (SocketException e)
        {
            _abort($"{(sending ? _toName : _fromName)}: {SocketProblem.Text(e.SocketErrorCode)}");
        }
        catch (ObjectDisposedException)
        {
            _abort("closed");
        }
        catch (OperationCanceledException)
        {
            // Stopped: the caller goes on in another way.
        }
        finally
        {
            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
