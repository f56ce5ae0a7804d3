using Microsoft.Win32.SafeHandles;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Processes;

/// <summary>A pidfd names one process for good, so that a signal can never reach a later process with the same number.</summary>
internal static class Pidfd
{
    /// <summary>An invalid handle when the process has ended already.</summary>
    internal static SafeFileHandle Open(int processId) =>
        new((nint)Libc.syscall(Libc.SYS_pidfd_open, processId, 0, 0, 0), ownsHandle: true);

    /// <summary>Does nothing when the process has ended.</summary>
    internal static void Signal(SafeFileHandle pidfd, int signal)
    {
        if (!pidfd.IsInvalid)
        {
            _ = Libc.syscall(Libc.SYS_pidfd_send_signal, pidfd.DangerousGetHandle(), signal, 0, 0);
        }
    }
}
