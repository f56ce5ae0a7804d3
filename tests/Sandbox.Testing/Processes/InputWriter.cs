using Microsoft.Win32.SafeHandles;
using Sandbox.Testing.Native;

namespace Sandbox.Testing;

/// <summary>Feeds a child's stdin without ever blocking on a child that does not read.</summary>
internal sealed unsafe class InputWriter(SafeFileHandle pipe, ReadOnlyMemory<byte> bytes)
{
    private ReadOnlyMemory<byte> rest = bytes;

    /// <summary>Writes what fits; returns false when everything is written or the child has closed its end.</summary>
    public bool WriteSome()
    {
        int descriptor = (int)pipe.DangerousGetHandle();
        _ = Libc.fcntl(descriptor, Abi.F_SETFL, Abi.O_NONBLOCK);
        nint count;
        fixed (byte* start = rest.Span)
        {
            count = rest.Length == 0 ? 0 : Libc.write(descriptor, start, (nuint)rest.Length);
        }

        if (count < 0)
        {
            return Libc.LastError() is Abi.EINTR or Abi.EAGAIN;
        }

        rest = rest[(int)count..];
        return rest.Length > 0;
    }
}
