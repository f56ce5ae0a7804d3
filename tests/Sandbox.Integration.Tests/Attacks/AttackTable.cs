namespace Sandbox.Integration.Tests;

/// <summary>
/// Attacks that are one shell script: it prints REACHED when it works. {0} is the workspace, {1} a name that nobody else uses.
/// The control is the same attack where nothing stops it; without one the attack itself, outside, is the control.
/// </summary>
public static class AttackTable
{
    /// <summary>Check of the catalogue, attack, control, and whether only uid 0 could do it outside.</summary>
    public static IReadOnlyList<(string Check, string Attack, string? Control, bool RootOnly)> Rows { get; } =
    [
        ("FS-04", "mv .git aside && echo REACHED", null, false),
        ("FS-08", "grep -rqs CANARY \"$HOME\" && echo REACHED", null, false),
        ("FS-09", "for p in /proc/[0-9]* /proc/self; do cat $p/root$HOME/.ssh/id_ed25519 $p/cwd/../home/.ssh/id_ed25519; done | grep -q CANARY && echo REACHED", null, false),
        ("FS-11", "readlink /proc/1/exe && (exec 5</proc/1/exe) && echo REACHED", "sleep 5 & readlink /proc/$!/exe && (exec 5</proc/$!/exe) && echo REACHED; kill $!", false),
        ("FS-15", "cat /proc/keys /proc/timer_list /proc/kmsg | grep -q . && echo REACHED", "head -c1 /proc/keys | grep -q . && echo REACHED", false),
        ("FS-15", "for f in sysrq-trigger sys/kernel/core_pattern sys/kernel/modprobe sys/vm/panic_on_oom; do (: >> /proc/$f) && echo REACHED; done", null, true),
        ("FS-17", "test -d /sys/fs/cgroup && echo REACHED", null, false),
        ("FS-18", "{ mount -t tmpfs x /tmp || umount -l /proc || mount -o remount,bind,rw /usr; } && echo REACHED", "unshare -Urm sh -c 'mount -t tmpfs x /mnt && umount -l /mnt' && echo REACHED", false),
        ("FS-19", "mkdir -p .vscode/deep && echo REACHED", null, false),
        ("FS-24", "./probe handle . | grep -q '^[0-9]' && echo REACHED", null, false),
        ("FS-26", "grep -qE 'shared:|master:' /proc/self/mountinfo && echo REACHED", "unshare -Urm sh -c 'mount -t tmpfs x /mnt && mount --make-shared /mnt && grep -q shared: /proc/self/mountinfo' && echo REACHED", false),
        ("FS-30", "cat /dev/shm/{1} /tmp/{1} | grep -q CANARY && echo REACHED", null, false),
        ("FS-31", "test -e /dev/fuse && echo REACHED", null, false),
        ("PR-03", "grep -E '^Cap' /proc/self/status | grep -qv '0000000000000000$' && echo REACHED", null, false),
        ("PR-15", "readlink /proc/1/ns/mnt && echo REACHED", "readlink /proc/$$/ns/mnt && echo REACHED", false),
        ("PR-24", "test \"$(ulimit -Hc)\" != 0 && echo REACHED", null, false),
        ("PR-27", "head -c1 /proc/kallsyms | grep -q . && echo REACHED", null, false),
        ("DN-07", "env | grep -q CANARY_VARIABLE && echo REACHED", null, false),
    ];
}
