using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Backends.Tests.Mitigations;

/// <summary>Every mitigation that a plan carries, with the attack that needs it gone.</summary>
internal static class MitigationTable
{
    /// <summary>TCP on 127.0.0.1 and an abstract socket: both accept and answer nothing.</summary>
    public const string Port = "PORT";
    public const string AbstractName = "ABSTRACT";

    private const string Libc = "import ctypes\nl = ctypes.CDLL(None, use_errno=True)\n";

    public static IReadOnlyList<Mitigation> All { get; } =
    [
        new(
            "system call filter", ["SeccompInstructions", "SeccompOffset"], Python(Libc + "l.syscall(425, 8, 0)\nprint('no' if ctypes.get_errno() in (1, 38) else 'got')"),
            p => p, p => p with { Filter = false }),
        new(
            "no debugging in the filter", ["SeccompInstructions"], Python(Libc + "print('got' if l.ptrace(0, 0, 0, 0) == 0 else 'no')"),
            p => p, p => p.With(x => x with { Seccomp = x.Seccomp with { AllowDebugging = true } })),
        new(
            "no third user namespace", ["ForbidNestedUserNamespaces"], "unshare -U true 2>/dev/null && echo got",
            p => p with { Filter = false }, p => (p with { Filter = false }).With(x => x with { AllowNestedUserNamespaces = true })),
        new(
            "read-only bind", ["ReadOnly"], "echo x > /data/new 2>/dev/null && echo got",
            Mounted, p => Mounted(p).Mounts(m => m is BindMount { Target: "/data" } bind ? bind with { Writable = true } : m)),
        new(
            "Landlock's rules about files", ["LandlockAccess", "LandlockOffset", "LandlockCount"], "echo x > /data/new 2>/dev/null && echo got",
            p => p.Mounts(m => m is BindMount { Target: "/data" } bind ? bind with { Writable = true } : m),
            p => Mounted(p).Mounts(m => m is BindMount { Target: "/data" } bind ? bind with { Writable = true } : m)),
        new(
            "read-only mount over a protected directory", ["Self"], "echo x > /work/hooks/new 2>/dev/null && echo got",
            p => p, p => p.Leave("/work/hooks")),
        new("relocked root", ["Relock"], "mkdir /new 2>/dev/null && echo got", Mounted, p => Mounted(p).Leave("/")),
        new("masked file", ["Mask", "IsFile"], "head -c 1 /proc/kallsyms > /dev/null 2>&1 && echo got", p => p, p => p.Leave("/proc/kallsyms")),
        new("masked directory", ["Mask"], "ls /proc/bus > /dev/null 2>&1 && echo got", p => p, p => p.Leave("/proc/bus")),
        new(
            "read-only sysctls", ["Self"], "f=/proc/sys/kernel/printk_ratelimit; cat $f > /tmp/v; cat /tmp/v 2>/dev/null > $f && echo got",
            Mounted, p => Mounted(p).Leave("/proc/sys"), Identity.Root),
        new(
            "no writing below /proc for root", ["LandlockAccess"], "f=/proc/sys/kernel/printk_ratelimit; cat $f > /tmp/v; cat /tmp/v 2>/dev/null > $f && echo got",
            p => p.Leave("/proc/sys"), p => Mounted(p).Leave("/proc/sys"), Identity.Root),
        new("bounded private place", ["Tmpfs"], "head -c 2000000 /dev/zero > /tmp/f 2>/dev/null && echo got", p => p, p => p.Mounts(m => m is TmpfsMount { Target: "/tmp" } t ? t with { Size = 1 << 24 } : m)),
        new("nothing executable", ["NoExec"], "cp /usr/bin/true /run/t && /run/t 2>/dev/null && echo got", p => p, p => p.Mounts(m => m is TmpfsMount t ? t with { NoExec = false } : m)),
        new("no device nodes", ["NoDev"], "head -c 1 /data/zero > /dev/null 2>&1 && echo got", p => p, p => p.Mounts(m => m is BindMount { Target: "/data" } b ? b with { AllowDevices = true } : m)),
        new("the object that was checked", ["VerifyIdentity", "Source"], "cat /data/secret > /dev/null 2>&1 && echo got", p => Replaced(p), p => p),
        new(
            "limit of processes", ["RlimitsOffset", "RlimitCount"], "i=0; while [ $i -lt 60 ]; do sleep 1 & i=$((i+1)); done 2>/dev/null; [ $i = 60 ] && echo got",
            p => p.With(x => x with { Limits = [new ResourceLimit("nproc", 30, 30)] }), p => p, Identity.User),
        new(
            "limit of inotify instances", ["InotifyInstances"], Python(Libc + "print('got' if all(l.inotify_init1(0) >= 0 for _ in range(20)) else 'no')"),
            p => p.With(x => x with { Resources = x.Resources with { InotifyInstances = 10 } }), p => p, Identity.User),
        new(
            "limit of inotify watches", ["InotifyWatches"], Python(Libc + "f = l.inotify_init1(0)\nprint('got' if all(l.inotify_add_watch(f, b'/proc/%d' % n, 2) >= 0 for n in (1, l.getpid())) else 'no')"),
            p => p.With(x => x with { Resources = x.Resources with { InotifyWatches = 1 } }), p => p, Identity.User),
        new(
            "network namespace", ["CLONE_NEWNET"], Python($"import socket\ntry:\n    socket.create_connection(('127.0.0.1', {Port}), 5)\n    print('got')\nexcept OSError: print('no')"),
            p => p, p => p.With(x => x with { Network = NetworkMode.Host })),
        new(
            "Landlock's scopes", ["LandlockScopes"], Python($"import socket\ns = socket.socket(socket.AF_UNIX)\ntry:\n    s.connect('\\0{AbstractName}')\n    print('got')\nexcept OSError: print('no')"),
            p => p.With(x => x with { Network = NetworkMode.Host }), p => p.With(x => x with { Network = NetworkMode.Host, LandlockScopes = false })),
        new(
            "cgroup namespace", ["CLONE_NEWCGROUP"], "cut -d: -f3 /proc/self/cgroup | grep -qv '^/$' && echo got",
            p => p, p => p with { Namespaces = 0x0200_0000 }, Identity.Root),
        new(
            "IPC namespace", ["CLONE_NEWIPC"], Python(Libc + "print('got' if l.shmget(SHMKEY, 0, 0) != -1 else 'no')"),
            p => p, p => p with { Namespaces = 0x0800_0000 }),
    ];

    /// <summary>Parts of the format without which there is no sandbox to attack, and who shows that.</summary>
    public static IReadOnlyDictionary<string, string> Elsewhere { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["CLONE_NEWUSER"] = "nothing else may be made without it: A_sandbox_without_one_of_the_namespaces_it_is_built_from_does_not_start",
        ["CLONE_NEWNS"] = "as CLONE_NEWUSER",
        ["CLONE_NEWPID"] = "as CLONE_NEWUSER",
        ["CLONE_NEWUTS"] = "the host name cannot be set without it; as CLONE_NEWUSER",
        ["NoSuid"] = "no_new_privs ignores set-user-id bits: PrivilegeTests.A_set_user_id_program_gains_nothing_inside",
        ["HasCredentials"] = "CompiledPlanTests.A_compiled_plan_that_carries_a_secret_does_not_run_from_a_file",
        ["NeedsSupervisor"] = "PlanRefusalTests, for plan files",
        ["DropSupplementaryGroups"] = "PrivilegeTests, for root",
        ["CgroupCount"] = "LimitTests, with and without --memory, --pids and --cpus",
        ["NetworkOffset"] = "Capture/AttackTests",
    };

    /// <summary>Without Landlock's rules about files.</summary>
    private static AttackPlan Mounted(AttackPlan plan) => plan.With(p => p with { LandlockFiles = null });

    private static AttackPlan Replaced(AttackPlan plan) =>
        plan.Mounts(m => m is BindMount { Target: "/data" } bind ? bind with { Identity = (1, 1) } : m);

    private static string Python(string text) => $"exec python3 -c \"{text}\"";
}
