using Sandbox.Linux;
using Sandbox.Verify.Decoys;
using Sandbox.Verify.Running;

namespace Sandbox.Verify.Checks;

/// <summary>FS: files of the host, read or written.</summary>
internal static class FileChecks
{
    private static readonly string[] Agents =
    [
        ".claude/settings.json", ".claude/settings.local.json", ".claude/commands/x.md", ".mcp.json", ".codex/config.toml", ".cursor/mcp.json", ".gemini/settings.json",
        ".kiro/settings/mcp.json", ".opencode/opencode.json", ".windsurf/mcp.json",
    ];

    private static readonly string[] Editors =
        [".devcontainer/devcontainer.json", ".dir-locals.el", ".exrc", ".fleet/run.json", ".idea/tasks.xml", ".nvim.lua", ".vscode/tasks.json", ".vscode/settings.json", ".zed/tasks.json"];

    private static readonly string[] Shells = [".envrc", ".mise.toml", "mise.toml"];

    private static readonly string[] HostPrograms =
        [".local/bin/ls", ".cargo/bin/cargo", ".bashrc", ".profile", ".zshenv", ".config/nvim/init.lua", ".config/git/config", ".ssh/config", ".config/autostart/x.desktop", ".config/systemd/user/x.service"];

    private static readonly string[] Machine = ["/proc/kcore", "/proc/kmsg", "/proc/keys", "/proc/timer_list", "/proc/kpagecount", "/proc/sched_debug", "/proc/kallsyms"];

    private static readonly string[] Switches =
    [
        "/proc/sysrq-trigger", "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe", "/proc/sys/vm/panic_on_oom", "/proc/sys/kernel/hostname", "/proc/sys/fs/binfmt_misc/register",
        "/proc/sys/kernel/poweroff_cmd", "/proc/irq/0/smp_affinity",
    ];

    public static IReadOnlyList<BatteryCheck> All { get; } =
    [
        Planted("FS-03.agents", "settings and hooks of agents are put into the project", Agents),
        Planted("FS-03.editors", "tasks and settings of editors are put into the project", Editors),
        Planted("FS-03.shells", "what shells run on entering a directory is put into the project", Shells),
        new SensedCheck(
            "FS-01.strip", "read-only mounts are put aside in a user namespace of one's own", static a => [new Attempt("strip", a.Scene.Project, DecoyProject.Present)],
            static (a, _) => a.Scene.Exists(DecoyProject.Present, "planted") ? "a protected directory was replaced" : null),
        new SensedCheck(
            "FS-04.parent", "a protected directory is moved away", static a => [Probe.Call(82, At(a, DecoyProject.Pinned), At(a, "moved"))],
            static (a, _) => a.Scene.Exists(DecoyProject.Pinned, "settings.json") ? null : $"{DecoyProject.Pinned} was moved"),
        Read("FS-08.keys", "private keys of the home directory are read", Secrets.Keys),
        Read("FS-08.logins", "logins and tokens of the home directory are read", Secrets.Logins),
        Read("FS-08.personal", "browsers, keyrings and the shell's history are read", Secrets.Personal),
        new SensedCheck(
            "FS-08.anywhere", "the home directory is searched for anything of the user's", static a => [new Attempt("search", a.Scene.Tag, a.Scene.Home, a.Scene.Runtime)],
            static (_, answers) => answers[0].Worked ? $"found {answers[0].Text}" : null),
        new SensedCheck(
            "FS-09.magic", "links of /proc lead to files of the host", static a => [new Attempt("magic", a.Scene.Tag, Path.Combine(a.Scene.Home, Secrets.Keys[0]))],
            static (_, answers) => answers[0].Worked ? $"read through /proc/{answers[0].Text}" : null),
        new SensedCheck(
            "FS-10.inherited", "descriptors that the caller left open are used", static _ => [new Attempt("fds")],
            static (_, answers) => answers[0] is { Worked: true, Number: > 0 } open ? $"{open.Number} descriptors came in" : null),
        new SensedCheck(
            "FS-11.init", "the program that holds the sandbox is opened", static a => [new Attempt("read", a.IsSandboxed ? "/proc/1/exe" : $"/proc/{a.Scene.Victim.Pid}/exe")],
            static (_, answers) => answers[0].HasText ? "its file was read" : null),
        new SensedCheck(
            "FS-13.setuid", "a set-user-id bit is put on a file of the project",
            static a => [new Attempt("write", At(a, "suid"), "x"), Probe.Call(90, At(a, "suid"), "0x9ed")],
            static (a, _) => a.Scene.Exists("suid") && File.GetUnixFileMode(At(a, "suid")).HasFlag(UnixFileMode.SetUser) ? "the host sees the bit" : null),
        new SensedCheck(
            "FS-13.device", "a device is made in the project", static a => [Probe.Call(133, At(a, "device"), "0x21b6", "0x103")],
            static (a, _) => a.Scene.Exists("device") ? "the host sees the device" : null),
        new SensedCheck(
            "FS-15.read", "what /proc says about the machine is read", static _ => [.. Machine.Select(static f => new Attempt("read", f))],
            static (_, answers) => Names(Machine, answers, static x => x.HasText)),
        new SensedCheck(
            "FS-15.write", "switches of the kernel are opened for writing", static _ => [.. Switches.Select(static f => Probe.Call(2, f, "1"))],
            static (_, answers) => Names(Switches, answers, static x => x.Worked)),
        new SensedCheck(
            "FS-17.sys", "/sys and the control groups are entered", static _ => [Probe.Call(2, "/sys/kernel", "0x10000"), Probe.Call(2, "/sys/fs/cgroup", "0x10000")],
            static (_, answers) => answers.Any(static x => x.Worked) ? "they are there" : null),
        new SensedCheck(
            "FS-18.share", "a directory that is shared read-only is written", static a => [new Attempt("write", Path.Combine(a.Scene.Shared, "made"), "x"), new Attempt("append", Path.Combine(a.Scene.Shared, "file"), "x")],
            static (a, _) => File.Exists(Path.Combine(a.Scene.Shared, "made")) || File.ReadAllText(Path.Combine(a.Scene.Shared, "file")) != "shared\n" ? "the host sees the change" : null),
        new SensedCheck(
            "FS-27.home", "programs and settings are put where programs of the host look", static a => [.. HostPrograms.Select(f => new Attempt("plant", Path.Combine(a.Scene.Home, f), "PWN"))],
            static (a, _) => HostPrograms.FirstOrDefault(f => File.Exists(Path.Combine(a.Scene.Home, f)) && File.ReadAllText(Path.Combine(a.Scene.Home, f)) == "PWN")),
        new SensedCheck(
            "PR-17.records", "what the launcher notes of running sandboxes is written", static a => [.. Records(a).Select(static r => new Attempt("plant", r, "PWN"))],
            static (a, _) => Records(a).FirstOrDefault(File.Exists) is { } made ? $"the host sees {Path.GetRelativePath(a.Scene.Root, made)}" : null),
        new SensedCheck(
            "FS-30.shared", "/tmp, /var/tmp and /dev/shm of the host are searched",
            static a => a.IsSandboxed ? [new Attempt("search", [a.Scene.Tag, .. SharedPlaces.Directories])] : [.. a.Scene.Places.Files.Select(static f => new Attempt("read", f))],
            static (a, answers) => answers.FirstOrDefault(x => a.IsSandboxed ? x.Worked : x.Text == a.Scene.Tag) is { } found ? $"found {found.Text}" : null)
        {
            Misses = static answers => answers.Any(static x => x.Kind == AnswerKind.Errno && x.Number == Errno.E2BIG) ? "they hold more than can be searched" : null,
        },
    ];

    private static string At(Arm arm, params string[] names) => Path.Combine([arm.Scene.Project, .. names]);

    private static IReadOnlyList<string> Records(Arm arm) =>
        [Path.Combine(arm.Scene.Runtime, "claude-sandbox", "evil", "lock"), Path.Combine(arm.Scene.Home, ".local", "state", "claude-sandbox", "projects", "evil", "journal")];

    private static string? Names(string[] names, IReadOnlyList<Answer> answers, Func<Answer, bool> gained)
    {
        string[] all = [.. names.Where((_, i) => gained(answers[i]))];
        return all.Length == 0 ? null : string.Join(", ", all);
    }

    private static SensedCheck Planted(string id, string title, string[] names) => new(
        id, title, a => [.. names.Select(n => new Attempt("plant", At(a, n), "PWN"))],
        (a, _) => Array.Find(names, n => Path.Exists(At(a, n))) is { } made && !Directory.Exists(At(a, made)) ? $"the host sees {made}" : null);

    private static SensedCheck Read(string id, string title, IReadOnlyList<string> names) => new(
        id, title, a => [.. names.Select(n => new Attempt("read", Path.Combine(a.Scene.Home, n)))],
        (a, answers) => answers.Any(x => x.Text.Contains(a.Scene.Tag, StringComparison.Ordinal)) ? $"read {names.Where((_, i) => answers[i].Text.Contains(a.Scene.Tag, StringComparison.Ordinal)).First()}" : null);
}
