using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sandbox.Guest.Link;
using Sandbox.Linux.Files;
using Sandbox.Linux.Sockets;

namespace Sandbox.Backends.Vm.Links;

/// <summary>Frames to and from the guest's init. Any thread may send; one receives.</summary>
/// <param name="socket">Our end; owned.</param>
internal sealed class VmLink(Descriptor socket) : IDisposable
{
    private readonly Lock _sending = new();

    /// <summary>False when the machine is gone.</summary>
    public bool Send(FrameKind kind, int session = 0, int stream = 0, uint value = 0, params ReadOnlySpan<byte> data)
    {
        byte[] whole = new byte[Unsafe.SizeOf<Frame>() + data.Length];
        Frame frame = new() { Kind = (uint)kind, Session = (ushort)session, Stream = (ushort)stream, Value = value, Length = (uint)data.Length };
        MemoryMarshal.Write(whole, in frame);
        data.CopyTo(whole.AsSpan(Unsafe.SizeOf<Frame>()));
        lock (_sending)
        {
            try
            {
                socket.WriteAll(whole);
                return true;
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    /// <summary>A session with its plan.</summary>
    public bool Start(FrameKind kind, int session, SessionStart start, ReadOnlySpan<byte> plan)
    {
        byte[] data = new byte[Unsafe.SizeOf<SessionStart>() + plan.Length];
        MemoryMarshal.Write(data, in start);
        plan.CopyTo(data.AsSpan(Unsafe.SizeOf<SessionStart>()));
        bool sent = Send(kind, session, 0, 0, data);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(data);
        return sent;
    }

    /// <summary>The next frame; null at the end.</summary>
    /// <exception cref="InvalidDataException">The guest's init sends nothing like that.</exception>
    public IncomingFrame? Receive()
    {
        byte[] header = new byte[Unsafe.SizeOf<Frame>()];
        if (!Fill(header))
        {
            return null;
        }

        Frame frame = MemoryMarshal.Read<Frame>(header);
        bool known = frame.Kind is >= (uint)FrameKind.Ready and <= (uint)FrameKind.Failed || frame.Kind == (uint)FrameKind.Credit;
        if (!known || frame.Length > LinkFormat.MostData || frame.Session >= LinkFormat.MaxSessions || frame.Stream > 2)
        {
            throw new InvalidDataException($"the machine sent a frame that its init never sends (kind {frame.Kind}, {frame.Length} bytes)");
        }

        byte[] data = new byte[frame.Length];
        return Fill(data) ? new IncomingFrame((FrameKind)frame.Kind, frame.Session, frame.Stream, frame.Value, data) : null;
    }

    /// <summary>Whoever waits for a frame, or for room for one, gets none.</summary>
    public void Close() => StreamPair.Shutdown(socket);

    public void Dispose() => socket.Dispose();

    private bool Fill(Span<byte> bytes)
    {
        try
        {
            int done = 0;
            while (done < bytes.Length)
            {
                int count = socket.Read(bytes[done..]);
                if (count == 0)
                {
                    return false;
                }

                done += count;
            }

            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false;
        }
    }
}
