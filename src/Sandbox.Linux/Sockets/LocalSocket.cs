using Sandbox.Linux.Files;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Sockets;

/// <summary>
/// Unix sockets that keep message boundaries, named by an open directory and a name in it: no path is resolved a second time, and none is too
/// long for a socket's address (108 bytes).
/// </summary>
public static unsafe class LocalSocket
{
    // Clients wait in it while a sandbox starts; more than that wait in connect.
    private const int Backlog = 4096;
    private const uint OwnerOnly = 0b110_000_000;

    /// <summary>A listening socket; nothing of its name may exist.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static Descriptor Listen(Descriptor directory, string name)
    {
        Descriptor socket = New();
        int error = Bind(socket, directory.Path, name);
        if (error != 0)
        {
            socket.Dispose();
            throw new IOException($"cannot listen on {name}: {Errno.Describe(error)} ({Errno.Name(error)})", error);
        }

        Listen(socket);
        return socket;
    }

    /// <summary>Listens on a socket once more: from now on its peers see this process as the owner.</summary>
    /// <exception cref="IOException">It cannot listen.</exception>
    public static void Listen(Descriptor socket)
    {
        if (Libc.listen(socket.Number, Backlog) != 0)
        {
            throw new IOException($"cannot listen: {Errno.Describe(Errno.Last)} ({Errno.Name(Errno.Last)})");
        }
    }

    /// <summary>A connection, or null when nobody listens there.</summary>
    public static Descriptor? Connect(Descriptor directory, string name)
    {
        Descriptor socket = New();
        SocketAddressUnix address = Address(directory.Path, name);
        int result;
        do
        {
            result = Libc.connect(socket.Number, &address, (uint)sizeof(SocketAddressUnix));
        }
        while (result != 0 && Errno.Last == Errno.EINTR);
        if (result == 0)
        {
            return socket;
        }

        socket.Dispose();
        return null;
    }

    /// <summary>The next connection, or null when it has gone again.</summary>
    public static Descriptor? Accept(Descriptor listener)
    {
        int number = Libc.accept4(listener.Number, null, null, Libc.SOCK_CLOEXEC);
        return number < 0 ? null : new Descriptor(number);
    }

    /// <summary>Who connected, or for whoever connected: who listens. The kernel says so; null when it does not.</summary>
    public static LocalPeer? Peer(Descriptor socket)
    {
        PeerCredentials credentials;
        uint length = (uint)sizeof(PeerCredentials);
        return Libc.getsockopt(socket.Number, Libc.SOL_SOCKET, Libc.SO_PEERCRED, &credentials, &length) == 0
            ? new LocalPeer(credentials.pid, credentials.uid)
            : null;
    }

    /// <summary>Gives a socket its name, for the owner alone; 0 or errno.</summary>
    internal static int Bind(Descriptor socket, string directory, string name)
    {
        SocketAddressUnix address = Address(directory, name);

        // The file that bind makes takes its mode from the socket's, whatever the umask is.
        _ = Libc.fchmod(socket.Number, OwnerOnly);
        return Libc.bind(socket.Number, &address, (uint)sizeof(SocketAddressUnix)) == 0 ? 0 : Errno.Last;
    }

    private static Descriptor New()
    {
        int number = Libc.socket(Libc.AF_UNIX, Libc.SOCK_SEQPACKET | Libc.SOCK_CLOEXEC, 0);
        return number >= 0 ? new Descriptor(number) : throw new IOException($"cannot make a socket: {Errno.Describe(Errno.Last)} ({Errno.Name(Errno.Last)})", Errno.Last);
    }

    /// <param name="directory">A path that fits into an address, such as an open descriptor's.</param>
    /// <param name="name">In it.</param>
    internal static SocketAddressUnix Address(string directory, string name)
    {
        byte[] path = ByteText.EncodeZ($"{directory}/{name}");
        SocketAddressUnix address = default;
        address.sun_family = Libc.AF_UNIX;
        path.CopyTo(new Span<byte>(address.sun_path, 108));
        return address;
    }
}
