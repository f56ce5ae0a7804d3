using Sandbox.Linux.Files;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Sockets;

/// <summary>Two connected sockets that carry bytes, for a program that knows sockets and no pipes.</summary>
public static unsafe class StreamPair
{
    /// <exception cref="IOException">Out of descriptors.</exception>
    public static (Descriptor Ours, Descriptor Theirs) Create()
    {
        int* ends = stackalloc int[2];
        return Libc.socketpair(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0, ends) == 0
            ? (new Descriptor(ends[0]), new Descriptor(ends[1]))
            : throw new IOException($"cannot make a socket pair: {Errno.Describe(Errno.Last)} ({Errno.Name(Errno.Last)})", Errno.Last);
    }

    /// <summary>Ends both directions: whoever waits for the other end, on any thread, is told.</summary>
    public static void Shutdown(Descriptor socket) => _ = Libc.shutdown(socket.Number, Libc.SHUT_RDWR);
}
