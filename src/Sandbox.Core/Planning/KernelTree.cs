using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;

namespace Sandbox.Core.Planning;

/// <summary>/proc and /dev.</summary>
internal static class KernelTree
{
    private const long ShmSize = 1L << 30;

    // Host-wide knobs and views that do not belong to any namespace. uid 0 may write several of them by file mode alone.
    private static readonly string[] MaskedFiles =
        ["kallsyms", "kcore", "key-users", "keys", "kmsg", "latency_stats", "sched_debug", "sysrq-trigger", "timer_list", "vmallocinfo", "slabinfo", "kpagecount", "kpageflags", "kpagecgroup", "mtrr"];

    private static readonly string[] MaskedDirectories = ["acpi", "asound", "bus", "driver", "fs", "irq", "scsi", "sysvipc", "dynamic_debug", "tty"];

    private static readonly string[] Devices = ["full", "null", "random", "tty", "urandom", "zero"];

    public static void Add(PlanContext context)
    {
        context.Mounts.Add(new ProcMount { Target = "/proc", Reason = "kernel" });
        foreach (string name in MaskedFiles)
        {
            Mask(context, "/proc/" + name, PathKind.File);
        }

        foreach (string name in MaskedDirectories)
        {
            Mask(context, "/proc/" + name, PathKind.Directory);
        }

        // sysctls of every namespace hang below /proc/sys; uid 0 may write the host's by file mode alone.
        context.Mounts.Add(new SelfMount { Target = "/proc/sys", Reason = "kernel" });
        Dev(context);
    }

    private static void Mask(PlanContext context, string path, PathKind kind)
    {
        if (context.Files.Look(path).Kind == kind)
        {
            context.Mounts.Add(new MaskMount { Target = path, IsFile = kind == PathKind.File, Reason = "kernel" });
        }
    }

    private static void Dev(PlanContext context)
    {
        context.Mounts.Add(new TmpfsMount { Target = "/dev", Size = 64 * 1024, Inodes = 256, Reason = "kernel", NoExec = true });

        // Read-only, which a device can still be written through: what the mount refuses is chmod and the like on the host's node.
        foreach (string name in Devices)
        {
            context.Mounts.Add(new BindMount
            {
                Target = "/dev/" + name,
                Source = "/dev/" + name,
                IsFile = true,
                AllowDevices = true,
                NoExec = true,
                Recursive = false,
                Reason = "kernel",
            });
        }

        Link(context, "/dev/fd", "/proc/self/fd");
        Link(context, "/dev/stdin", "/proc/self/fd/0");
        Link(context, "/dev/stdout", "/proc/self/fd/1");
        Link(context, "/dev/stderr", "/proc/self/fd/2");
        Link(context, "/dev/ptmx", "pts/ptmx");
        context.Mounts.Add(new DevptsMount { Target = "/dev/pts", Reason = "kernel" });
        context.Mounts.Add(new TmpfsMount { Target = "/dev/shm", Size = Math.Min(ShmSize, context.TmpSize), Mode = 0b001_111_111_111, NoExec = true, Reason = "kernel" });
        if (context.Facts.Terminal is { } terminal && !context.Policy.Pty && !context.Policy.Tmux)
        {
            // Programs ask for the name of their terminal; the sandbox's own devpts does not hold it.
            context.Mounts.Add(new BindMount
            {
                Target = "/dev/console",
                Source = terminal,
                IsFile = true,
                AllowDevices = true,
                NoExec = true,
                Recursive = false,
                Reason = "terminal",
            });
        }
    }

    private static void Link(PlanContext context, string path, string target) =>
        context.Mounts.Add(new SymlinkEntry { Target = path, LinkTarget = target, Reason = "kernel" });
}
