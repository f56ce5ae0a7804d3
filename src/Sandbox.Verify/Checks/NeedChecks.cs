using Sandbox.Verify.Decoys;
using Sandbox.Verify.Running;

namespace Sandbox.Verify.Checks;

/// <summary>What programs need and a sandbox must not take away.</summary>
internal static class NeedChecks
{
    private const string Shell = "/bin/sh";
    private const string Git = "/usr/bin/git";

    public static IReadOnlyList<BatteryCheck> All { get; } =
    [
        new NeedCheck("OK-01.exit", "a program's exit code is the sandbox's", static _ => [Probe.Call(39)], static (a, _) => a.Thirtyseven?.ExitCode == 37),
        new NeedCheck(
            "OK-02.read", "a file of the project is read", static a => [new Attempt("read", In(a, "file"))], static (_, answers) => answers[0].Text == "contents\n"),
        new NeedCheck(
            "OK-03.write", "a file is made in the project", static a => [new Attempt("write", In(a, "made"), "x")], static (a, _) => a.Scene.Exists("made") && File.ReadAllText(In(a, "made")) == "x"),
        new NeedCheck(
            "OK-04.change", "files and directories of the project are made, renamed, linked and removed",
            static a => [Probe.Call(83, In(a, "d"), "0x1ff"), Probe.Call(82, In(a, "d"), In(a, "e")), Probe.Call(88, "@file", In(a, "l")), Probe.Call(86, In(a, "file"), In(a, "h")), Probe.Call(87, In(a, "h"))],
            static (a, answers) => answers.All(static x => x.Worked) && Directory.Exists(In(a, "e")) && new FileInfo(In(a, "l")).LinkTarget == "file" && !a.Scene.Exists("h")),
        new NeedCheck("OK-05.programs", "a program of the system is run", static _ => [new Attempt("run", Shell, "-c", "exit 0")], static (_, answers) => Exits(answers[0])),
        new NeedCheck("OK-06.own", "a program of the project is run", static a => [new Attempt("run", a.Scene.Probe, "exit", "0")], static (_, answers) => Exits(answers[0])),
        new NeedCheck(
            "OK-07.pipes", "programs work together by pipes", static a => [new Attempt("run", Shell, "-c", "echo a | cat > \"$0\"", In(a, "piped"))],
            static (a, _) => a.Scene.Exists("piped") && File.ReadAllText(In(a, "piped")) == "a\n"),
        new NeedCheck(
            "OK-08.signals", "a program ends another of its own", static _ => [new Attempt("run", Shell, "-c", "sleep 5 & kill $!; wait $!; test $? -gt 128")], static (_, answers) => Exits(answers[0])),
        new NeedCheck(
            "OK-09.places", "/tmp, /var/tmp and the home directory are written",
            static a => [.. Places(a).Select(static p => new Attempt("write", p, "x"))], static (_, answers) => answers.All(static x => x.Worked)),
        new NeedCheck("OK-10.threads", "a thread is made", static _ => [new Attempt("thread")], static (_, answers) => answers[0].Worked),
        new NeedCheck("OK-11.processes", "a process is made", static _ => [Probe.Call(56, "0x11", "0", "0", "0", "0")], static (_, answers) => answers[0].Worked),
        new NeedCheck("OK-12.terminals", "a terminal is made and used", static _ => [new Attempt("pty")], static (_, answers) => answers[0].Worked),
        new NeedCheck("OK-13.loopback", "a server is reached inside", static _ => [new Attempt("loopback")], static (_, answers) => answers[0].Worked),
        new NeedCheck(
            "OK-14.sockets", "sockets of the usual kinds are made",
            static _ => [Probe.Call(41, "1", "1", "0"), Probe.Call(41, "2", "1", "0"), Probe.Call(41, "2", "2", "17"), Probe.Call(41, "10", "1", "0"), Probe.Call(41, "16", "3", "0"), Probe.Call(53, "1", "1", "0", "#8")],
            static (_, answers) => answers.All(static x => x.Worked)),
        new NeedCheck(
            "OK-15.waiting", "files in memory, timers and watches are made",
            static _ => [Probe.Call(319, "@x", "0"), Probe.Call(294, "0"), Probe.Call(291, "0"), Probe.Call(290, "0", "0"), Probe.Call(283, "1", "0"), Probe.Call(228, "0", "#16")],
            static (_, answers) => answers.All(static x => x.Worked)),
        new NeedCheck(
            "OK-16.devices", "/dev/null, /dev/zero and /dev/urandom are used",
            static _ => [new Attempt("append", "/dev/null", "x"), new Attempt("read", "/dev/zero"), new Attempt("read", "/dev/urandom")], static (_, answers) => answers.All(static x => x.Worked)),
        new NeedCheck(
            "OK-17.commit", "git commits, and the user's git sees it",
            static a => File.Exists(Git) ? [new Attempt("run", Git, "-C", a.Scene.Project, "-c", "user.name=tester", "-c", "user.email=tester@example.invalid", "commit", "-q", "--allow-empty", "-m", "x")] : [],
            static (a, answers) => Exits(answers[0]) && GitChecks.Contents(a, "refs/heads/main") is not null) { Needs = $"{Git} is not there" },
        new NeedCheck(
            "OK-18.share", "a directory that is shared is read", static a => [new Attempt("read", Path.Combine(a.Scene.Shared, "file"))], static (_, answers) => answers[0].Text == "shared\n"),
        new NeedCheck("OK-19.allowed", "a host that a rule names is reached", static a => Allowed(a), static (a, _) => a.Scene.Ports[Scene.Allowed].Arrived) { Needs = "there are no rules with this network" },
    ];

    private static string In(Arm arm, string name) => Path.Combine(arm.Scene.Project, name);

    private static bool Exits(Answer answer) => answer.Kind == AnswerKind.Exit && answer.Number == 0;

    private static IReadOnlyList<string> Places(Arm arm) => [.. arm.Scene.Places.Made(arm.Scene.Root), Path.Combine(arm.Scene.Home, "made")];

    private static Attempt[] Allowed(Arm arm)
    {
        string port = Probe.Number(arm.Scene.Ports[Scene.Allowed].Number);
        return !arm.IsSandboxed ? [new Attempt("tcp", "127.0.0.1", port)] : arm.HasRules ? [new Attempt("connect", $"127.0.0.1:{port}")] : [];
    }
}
