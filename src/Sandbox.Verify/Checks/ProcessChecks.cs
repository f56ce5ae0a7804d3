using Sandbox.Verify.Running;

namespace Sandbox.Verify.Checks;

/// <summary>PR: processes, privileges and namespaces.</summary>
internal static class ProcessChecks
{
    private const string Boot = "/proc/sys/kernel/random/boot_id";
    private const string Status = "/proc/self/status";
    private static readonly string[] Sets = ["CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:"];
    private static readonly string[] Namespaces = ["mnt", "pid", "net", "ipc", "uts", "user", "cgroup"];

    private static readonly string[] Devices =
    [
        "/dev/mem", "/dev/kmsg", "/dev/kvm", "/dev/fuse", "/dev/net/tun", "/dev/loop-control", "/dev/uinput", "/dev/vda", "/dev/sda", "/dev/nvme0n1", "/dev/snd/controlC0", "/dev/dri/card0",
        "/dev/input/event0", "/dev/video0", "/dev/hpet", "/dev/port",
    ];

    // struct rlimit64 {100, 100}.
    private const string Hundreds = "d\0\0\0\0\0\0\0d\0\0\0\0\0\0\0";

    public static IReadOnlyList<BatteryCheck> All { get; } =
    [
        new SensedCheck(
            "PR-01.see", "processes of the host are seen", static a => [new Attempt("processes", a.Scene.Tag), new Attempt("read", $"/proc/{a.Scene.Decoy.Pid}/comm")],
            static (_, answers) => answers[0].Worked ? $"read /proc/{answers[0].Text}" : answers[1].Text.StartsWith("claude-sandbox-", StringComparison.Ordinal) ? "read the name of a process" : null),
        new SensedCheck(
            "PR-01.kill", "a process of the host is killed", static a => [Probe.Call(62, Probe.Number(a.Scene.Victim.Pid), "9")],
            static (a, _) => a.Scene.Victim.Lives ? null : "it was killed"),
        new SensedCheck(
            "PR-03.capabilities", "there are capabilities", static _ => [.. Sets.Select(static s => new Attempt("field", Status, s))],
            static (_, answers) => Found(Sets, answers, static x => x.Text.Trim('0', '\t').Length > 0)),
        new SensedCheck(
            "PR-03.newprivs", "programs with a set-user-id bit give privileges", static _ => [new Attempt("field", Status, "NoNewPrivs:")],
            static (_, answers) => answers[0].Text.Trim() == "0" ? "no_new_privs is not set" : null),
        new SensedCheck(
            "PR-03.filter", "there is no filter of system calls", static _ => [new Attempt("field", Status, "Seccomp:")],
            static (_, answers) => answers[0].Text.Trim() == "0" ? "there is none" : null),
        new SensedCheck(
            "PR-06.door32", "the 32-bit entry of the kernel is used", static _ => [new Attempt("door32", "20")], static (_, answers) => answers[0].Worked ? "it answers" : null),
        new SensedCheck(
            "PR-11.keys", "a kernel key of the user's is read by its number", static a => a.Scene.Decoy.Key is { } key ? [new Attempt("key", Probe.Number(key))] : [],
            static (a, answers) => answers.Any(x => x.Text.Contains(a.Scene.Tag, StringComparison.Ordinal)) ? "it was read" : null)
            { Needs = "the kernel keeps no keys here" },
        .. Namespaces.Select(static n => new SensedCheck(
            $"PR-15.{n}", $"the {n} namespace is the host's", _ => [new Attempt("link", $"/proc/self/ns/{n}"), new Attempt("read", Boot)],
            (_, answers) => answers[0].Worked && answers[0].Text == HostNamespace(n) && IsThisKernel(answers[1]) ? "it is" : null)),
        new SensedCheck(
            "PR-21.core", "the limit of memory images is raised", static _ => [Probe.Call(302, "0", "4", "@" + Hundreds, "0")],
            static (_, answers) => answers[0].Worked ? "it was raised" : null),
        new SensedCheck(
            "PR-22.memory", "shared memory of the host is found", static a => a.Scene.Decoy.HasSegment ? [Probe.Call(29, Probe.Number(a.Scene.Decoy.SegmentKey), "0", "0")] : [],
            static (_, answers) => answers.Any(static x => x.Worked) ? "it was found" : null),
        new SensedCheck(
            "PR-24.priority", "priority over others is taken", static _ => [Probe.Call(141, "0", "0", "-5"), Probe.Call(251, "1", "0", "0x2001")],
            static (_, answers) => answers.Any(static x => x.Worked) ? "it was taken" : null),
        new SensedCheck(
            "DV-08.nodes", "devices of the machine are opened", static _ => [.. Devices.Select(static d => Probe.Call(2, d, "0x800"))],
            static (_, answers) => Found(Devices, answers, static x => x.Worked)),
    ];

    /// <summary>"net:[4026531833]": what the link of this program's own namespace says.</summary>
    private static string? HostNamespace(string name) => new FileInfo("/proc/self/ns/" + name).LinkTarget;

    /// <summary>Every kernel numbers its first namespaces alike: the kernel of a virtual machine is told by the name of its boot.</summary>
    private static bool IsThisKernel(Answer boot) => !boot.HasText || boot.Text == File.ReadAllText(Boot);

    private static string? Found(string[] names, IReadOnlyList<Answer> answers, Func<Answer, bool> gained)
    {
        string[] all = [.. names.Where((_, i) => gained(answers[i]))];
        return all.Length == 0 ? null : string.Join(", ", all);
    }
}
