using Sandbox.Linux.Files;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Terminals;

/// <summary>The terminal this program was started on, if any.</summary>
public static class Terminal
{
    /// <summary>Whether a descriptor is a terminal.</summary>
    public static bool IsTerminal(int descriptor) => Libc.isatty(descriptor) == 1;

    /// <summary>The lowest of descriptors 0, 1 and 2 that is a terminal, or -1.</summary>
    public static int Find()
    {
        for (int descriptor = 0; descriptor <= 2; descriptor++)
        {
            if (IsTerminal(descriptor))
            {
                return descriptor;
            }
        }

        return -1;
    }

    /// <summary>Path of the terminal behind a descriptor, or null.</summary>
    public static string? Path(int descriptor)
    {
        string? path = descriptor < 0 ? null : HostPath.ReadLink($"/proc/self/fd/{descriptor}");
        bool usable = path is not null && path.StartsWith("/dev/", StringComparison.Ordinal) &&
            FileStatus.TryGet(path, follow: false, out FileStatus status) == 0 && status.IsCharacterDevice;
        return usable ? path : null;
    }

    /// <summary>Whether this process's group is the one the terminal's keys go to.</summary>
    public static bool IsForeground(int descriptor) => descriptor >= 0 && Libc.tcgetpgrp(descriptor) == Libc.getpgrp();
}
