using Sandbox.Linux.Files;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Sockets;

/// <summary>Two connected sockets that carry bytes, for a program that knows sockets and no pipes.</summary>
public static class StreamPair
{
    /// <exception cref="IOException">Out of descriptors.</exception>
    public static (Descriptor Ours, Descriptor Theirs) Create() => Descriptor.SocketPair(Libc.SOCK_STREAM);

    /// <summary>Ends both directions: whoever waits for the other end, on any thread, is told.</summary>
    public static void Shutdown(Descriptor socket) => _ = Libc.shutdown(socket.Number, Libc.SHUT_RDWR);
}
