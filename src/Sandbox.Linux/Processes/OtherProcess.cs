using Sandbox.Linux.Files;
using Sandbox.Linux.Native;
using Sandbox.Linux.Sockets;

namespace Sandbox.Linux.Processes;

/// <summary>A process that is not ours, held by a pidfd.</summary>
public sealed class OtherProcess : IDisposable
{
    private readonly Descriptor _pidfd;

    private OtherProcess(Descriptor pidfd) => _pidfd = pidfd;

    /// <summary>The one that listens behind a connection, or null when it has gone.</summary>
    public static OtherProcess? Behind(Descriptor connection)
    {
        if (LocalSocket.Peer(connection) is not { } peer)
        {
            return null;
        }

        int number = (int)Libc.syscall(Libc.SYS_pidfd_open, peer.Pid, 0, 0, 0);
        return number < 0 ? null : new OtherProcess(new Descriptor(number));
    }

    /// <summary>The process that has a number now, or null when none has.</summary>
    public static OtherProcess? Of(int pid)
    {
        int number = (int)Libc.syscall(Libc.SYS_pidfd_open, pid, 0, 0, 0);
        return number < 0 ? null : new OtherProcess(new Descriptor(number));
    }

    /// <summary>The descriptor that holds it.</summary>
    public Descriptor Handle => _pidfd;

    public void Kill() => _ = Libc.syscall(Libc.SYS_pidfd_send_signal, _pidfd.Number, Libc.SIGKILL, 0, 0);

    public void Dispose() => _pidfd.Dispose();
}
