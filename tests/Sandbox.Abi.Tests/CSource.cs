using System.Text;

namespace Sandbox.Abi.Tests;

/// <summary>A translation unit of <c>_Static_assert</c>s.</summary>
internal static class CSource
{
    /// <summary>Everything that the constants and structs of this program are declared in.</summary>
    public static IReadOnlyList<string> Headers { get; } =
    [
        "errno.h", "fcntl.h", "limits.h", "poll.h", "sched.h", "signal.h", "spawn.h", "stddef.h", "stdio.h", "termios.h", "unistd.h",
        "sys/file.h", "sys/inotify.h", "sys/ioctl.h", "sys/mman.h", "sys/mount.h", "sys/prctl.h", "sys/resource.h",
        "sys/signalfd.h", "sys/socket.h", "sys/stat.h", "sys/statfs.h", "sys/statvfs.h", "sys/syscall.h", "sys/timerfd.h", "sys/un.h", "sys/wait.h",
        "net/if.h", "net/route.h", "netinet/in.h", "linux/reboot.h", "linux/netlink.h", "linux/nsfs.h", "linux/audit.h", "linux/capability.h", "linux/filter.h", "linux/landlock.h", "linux/openat2.h", "linux/seccomp.h", "linux/securebits.h",
    ];

    /// <summary>The kernel's own struct sigaction; libc's of the same name excludes it.</summary>
    public static IReadOnlyList<string> KernelSignalHeaders { get; } = ["stddef.h", "linux/signal.h", "asm/signal.h"];

    /// <exception cref="TestFailureException">Some do not hold; the message names each.</exception>
    public static void Check(IEnumerable<CAssertion> assertions, IReadOnlyList<string>? headers = null)
    {
        StringBuilder source = new("#define _GNU_SOURCE\n");
        _ = source.AppendJoin(string.Empty, (headers ?? Headers).Select(h => $"#include <{h}>\n"));
        _ = source.AppendJoin(string.Empty, assertions.Select(a => a.ToString()));
        CCompiler.Check(source.ToString());
    }
}
