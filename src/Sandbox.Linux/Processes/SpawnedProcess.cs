using Sandbox.Linux.Files;
using Sandbox.Linux.Native;
using Sandbox.Linux.Users;

namespace Sandbox.Linux.Processes;

/// <summary>A child of ours, held by a pidfd: its number cannot come to mean another process.</summary>
public sealed unsafe class SpawnedProcess : IDisposable
{
    private readonly Descriptor _pidfd;

    internal SpawnedProcess(int pid)
    {
        Pid = pid;

        // The child is not reaped yet, so the number is still its own.
        _pidfd = new Descriptor((int)Libc.syscall(Libc.SYS_pidfd_open, pid, 0, 0, 0));
        if (_pidfd.IsInvalid)
        {
            int error = Errno.Last;
            End(pid);
            throw new IOException($"cannot watch process {pid}: {Errno.Describe(error)} ({Errno.Name(error)})", error);
        }
    }

    public int Pid { get; }

    /// <summary>Readable when the process has ended.</summary>
    public Descriptor Ended => _pidfd;

    /// <summary>Sends a signal; false when it is gone.</summary>
    public bool Signal(int number)
    {
        if (Libc.kill(Pid, number) == 0)
        {
            return true;
        }

        if (Errno.Last != Errno.EPERM)
        {
            return false;
        }

        // It was started as root, by RootRights.
        using RootRights? root = RootRights.Borrow();
        return root is not null && Libc.kill(Pid, number) == 0;
    }

    /// <summary>Waits for the end and reaps. Exit code, or 128 + signal.</summary>
    public int Wait()
    {
        // siginfo_t is 128 bytes: si_signo, si_errno, si_code, padding, si_pid, si_uid, si_status.
        int* information = stackalloc int[32];
        int result;
        do
        {
            result = Libc.waitid(Libc.P_PIDFD, _pidfd.Number, information, Libc.WEXITED);
        }
        while (result != 0 && Errno.Last == Errno.EINTR);
        if (result != 0)
        {
            throw new IOException($"cannot wait for process {Pid}: {Errno.Describe(Errno.Last)}");
        }

        int code = information[2];
        int status = information[6];
        return code == Libc.CLD_EXITED ? status : 128 + status;
    }

    /// <summary>Waits for the end and leaves it to be reaped; false when somebody has reaped it.</summary>
    /// <param name="byKill">A signal was the end.</param>
    internal bool Ends(out bool byKill)
    {
        byKill = false;
        int* information = stackalloc int[32];
        while (Libc.waitid(Libc.P_PIDFD, _pidfd.Number, information, Libc.WEXITED | Libc.WNOWAIT) != 0)
        {
            if (Errno.Last != Errno.EINTR)
            {
                return false;
            }
        }

        byKill = information[2] != Libc.CLD_EXITED;
        return true;
    }

    public void Dispose() => _pidfd.Dispose();

    /// <summary>A child that cannot be waited for must not stay.</summary>
    private static void End(int pid)
    {
        int* information = stackalloc int[32];
        _ = Libc.kill(pid, Libc.SIGKILL);
        while (Libc.waitid(Libc.P_PID, pid, information, Libc.WEXITED) != 0 && Errno.Last == Errno.EINTR)
        {
        }
    }
}
