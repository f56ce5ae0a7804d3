using System.Buffers.Binary;
using System.Net.Sockets;

namespace Sandbox.Egress.Dns;

/// <summary>One connection over TCP: messages after their length in two octets (RFC 7766).</summary>
internal sealed class DnsConnection(Socket socket, TimeSpan messageTime) : IDisposable
{
    // Longer than any query that has an answer here; a client that sends more is cut off.
    private const int MaxMessage = 4096;

    private readonly byte[] _buffer = new byte[MaxMessage];

    /// <summary>Reads a message and answers it. False when the connection is at its end.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, or the message took too long.</exception>
    /// <exception cref="SocketException">The other end is gone.</exception>
    public async Task<bool> AnswerOneAsync(DnsResponder responder, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(messageTime);
        if (!await FillAsync(_buffer.AsMemory(0, 2), limit.Token).ConfigureAwait(false))
        {
            return false;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(_buffer);
        if (length > MaxMessage || !await FillAsync(_buffer.AsMemory(0, length), limit.Token).ConfigureAwait(false))
        {
            return false;
        }

        if (responder.Answer(_buffer.AsSpan(0, length)) is not { } answer)
        {
            return false;
        }

        byte[] framed = new byte[answer.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)answer.Length);
        answer.CopyTo(framed.AsSpan(2));
        for (int sent = 0; sent < framed.Length;)
        {
            sent += await socket.SendAsync(framed.AsMemory(sent), limit.Token).ConfigureAwait(false);
        }

        return true;
    }

    public void Dispose() => socket.Dispose();

    private async Task<bool> FillAsync(Memory<byte> memory, CancellationToken cancellation)
    {
        while (memory.Length > 0)
        {
            int count = await socket.ReceiveAsync(memory, cancellation).ConfigureAwait(false);
            if (count == 0)
            {
                return false;
            }

            memory = memory[count..];
        }

        return true;
    }
}
