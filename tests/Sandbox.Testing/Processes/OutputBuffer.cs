using System.Text;
using Sandbox.Testing.Native;

namespace Sandbox.Testing;

/// <summary>What one stream has delivered so far; written by the pump, read by the test.</summary>
internal sealed class OutputBuffer
{
    /// <summary>A child that floods its output must not take the machine's memory.</summary>
    public const int Limit = 64 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly MemoryStream bytes = new();

    public bool IsFull
    {
        get
        {
            lock (gate)
            {
                return bytes.Length >= Limit;
            }
        }
    }

    public byte[] ToArray()
    {
        lock (gate)
        {
            return bytes.ToArray();
        }
    }

    public string Text => Encoding.UTF8.GetString(ToArray());

    /// <summary>Reads what is there and returns false at the end of the stream.</summary>
    public unsafe bool ReadFrom(int descriptor)
    {
        Span<byte> chunk = stackalloc byte[16384];
        nint count;
        fixed (byte* start = chunk)
        {
            count = Libc.read(descriptor, start, (nuint)chunk.Length);
        }

        if (count < 0)
        {
            return Libc.LastError() is Abi.EINTR or Abi.EAGAIN ? true : throw Libc.Failure("cannot read from a child", Libc.LastError());
        }

        lock (gate)
        {
            bytes.Write(chunk[..(int)count]);
        }

        return count > 0;
    }
}
