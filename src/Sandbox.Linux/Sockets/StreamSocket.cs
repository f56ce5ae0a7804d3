using Sandbox.Linux.Files;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Sockets;

/// <summary>Unix sockets that carry bytes and have a name, for programs of others.</summary>
public static unsafe class StreamSocket
{
    private const int Backlog = 16;

    /// <summary>A listening socket of mode 0600 that never waits in accept; null when something of its name exists.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="name">At most 80 bytes, or the descriptor's path before it does not fit.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static Descriptor? Listen(DirectoryHandle directory, string name)
    {
        Descriptor socket = New(Libc.SOCK_NONBLOCK);
        int error = LocalSocket.Bind(socket, directory.Path, name);
        error = error != 0 || Libc.listen(socket.Number, Backlog) == 0 ? error : Errno.Last;
        if (error == 0)
        {
            return socket;
        }

        socket.Dispose();
        return error == Errno.EADDRINUSE ? null : throw new IOException($"{Errno.Describe(error)} ({Errno.Name(error)})", error);
    }

    /// <summary>A connection to it, which waits for nobody to accept it.</summary>
    /// <exception cref="IOException">Nobody listens there.</exception>
    public static Descriptor Connect(DirectoryHandle directory, string name)
    {
        Descriptor socket = New(0);
        SocketAddressUnix address = LocalSocket.Address(directory.Path, name);
        if (Libc.connect(socket.Number, &address, (uint)sizeof(SocketAddressUnix)) == 0)
        {
            return socket;
        }

        int error = Errno.Last;
        socket.Dispose();
        throw new IOException($"{Errno.Describe(error)} ({Errno.Name(error)})", error);
    }

    private static Descriptor New(int flags)
    {
        int number = Libc.socket(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC | flags, 0);
        return number >= 0 ? new Descriptor(number) : throw new IOException($"{Errno.Describe(Errno.Last)} ({Errno.Name(Errno.Last)})", Errno.Last);
    }
}
