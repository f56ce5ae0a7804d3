using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Sandbox.Core.Policy;
using Sandbox.Verify.Decoys;
using Sandbox.Verify.Running;

namespace Sandbox.Verify.Checks;

/// <summary>LR, DN and others: what needs launches of its own. A new check object for every battery: these keep what they saw.</summary>
internal static class LifeChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Beats = TimeSpan.FromMilliseconds(250);
    private const int Rounds = 20;
    private const int ControlRounds = 2;

    public static IReadOnlyList<BatteryCheck> Create() =>
    [
        new PlayedCheck("PR-01.all", "a signal is sent to every process that can be reached", SignalAll),
        new PlayedCheck("PR-10.other", "another sandbox's processes are seen", SeeOther),
        new PlayedCheck("PR-03.joined", "a program that joins a running sandbox has more power than the first", JoinStronger),
        new PlayedCheck("NW-16.inbound", "a server inside is reached from outside", Inbound),
        new PlayedCheck("NW-07.shared", "a directory with the sockets of services is shared", ShareSockets),
        new PlayedCheck("FS-05.link", "a protected name is a link to the user's files", FollowLink),
        new PlayedCheck("LR-02.outlive", "the program goes on when its launcher is killed", Outlive),
        new PlayedCheck("FS-29.litter", "a launcher that was killed leaves names in the project", Litter),
        new PlayedCheck("DN-01.planted", "the launcher runs programs that the project has planted", Planted),
        new PlayedCheck("GW-21.loosen", "the project's own configuration opens the network", Loosen),
    ];

    /// <summary>
    /// SIGURG, which everybody ignores who has not asked for it: in a sandbox that holds nothing, this reaches all processes of the user. The decoy holds it back, so
    /// that it is seen to have arrived.
    /// </summary>
    private static string? SignalAll(Arm arm)
    {
        string who = arm.IsSandboxed ? "-1" : Probe.Number(arm.Scene.Decoy.Pid);
        _ = arm.Run([], Script(Probe.Call(62, who, "23")));
        return arm.Scene.Decoy.HasUrgent ? "it reached a process of the host" : null;
    }

    private static string? SeeOther(Arm arm)
    {
        string file = Path.Combine(arm.Scene.Project, "beat-of-another");
        using StandingProgram other = Started(arm, file);
        Answers answers = new();
        answers.Add(arm.Run([], Script(new Attempt("processes", file))).Output);
        return answers["#"].Kind switch
        {
            AnswerKind.None => throw new NotPlayedException("the second program gave no answer"),
            AnswerKind.Ok => $"seen as /proc/{answers["#"].Text}",
            _ => null,
        };
    }

    private static string? JoinStronger(Arm arm)
    {
        if (!arm.CanJoin)
        {
            throw new NotPlayedException("nothing joins on this backend");
        }

        Attempt[] attempts =
        [
            new("field", "/proc/self/status", "CapBnd:"), new("field", "/proc/self/status", "NoNewPrivs:"), new("field", "/proc/self/status", "Seccomp:"), Probe.Call(272, "0x10000000"),
            new("read", Path.Combine(arm.Scene.Home, Secrets.Keys[0])),
        ];
        string file = Path.Combine(arm.Scene.Project, "beat-of-the-first");
        using StandingProgram first = Begun(arm.StartShared(arm.IsSandboxed ? "beat" : "parent", file), file);
        Answers all = new();
        all.Add(arm.Join(Encoding.ASCII.GetBytes(string.Concat(attempts.Select(static (a, i) => a.Line(Probe.Number(i)))))).Output);
        Answer[] answers = [.. attempts.Select((_, i) => all[Probe.Number(i)])];
        return answers.Any(static a => a.Kind == AnswerKind.None) ? throw new NotPlayedException("the program that joins gave no answer")
            : answers[0].Text.Trim('0', '\t').Length > 0 ? "it has capabilities"
            : answers[1].Text.Trim() == "0" ? "no_new_privs is not set"
            : answers[2].Text.Trim() == "0" ? "it has no filter"
            : answers[3].Worked ? "it makes user namespaces"
            : answers[4].Worked ? "it reads the user's keys"
            : null;
    }

    private static string? Inbound(Arm arm)
    {
        string file = Path.Combine(arm.Scene.Project, "port");
        using StandingProgram server = Begun(arm.Start("serve", file), file);
        using Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // The number comes from inside, and is no more than a port of this machine's loopback interface.
            client.Connect(IPAddress.Loopback, ushort.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture));
            return "it was reached";
        }
        catch (Exception e) when (e is SocketException or FormatException or OverflowException)
        {
            return null;
        }
    }

    private static string? ShareSockets(Arm arm)
    {
        const string Name = "pipewire-0";
        _ = arm.Run([], Script(new Attempt("unix", arm.Scene.Sockets.Path(Name))), arm.IsSandboxed ? ["--ro", arm.Scene.Runtime] : null);
        return arm.Scene.Sockets.Arrived(Name) ? "a service was reached" : null;
    }

    private static string? FollowLink(Arm arm)
    {
        string target = Path.Combine(arm.Scene.Home, ".ssh");
        string link = Path.Combine(arm.Scene.Project, ProtectedNames.All.First(n => n.StartsWith('.') && n != ".git/hooks" && !arm.Scene.Exists(n)));
        _ = File.CreateSymbolicLink(link, target);
        _ = arm.Run([], Script(new Attempt("plant", Path.Combine(link, "planted"), "PWN")));
        if (new FileInfo(link).LinkTarget is not null)
        {
            // What is let write the name may have put something else there.
            File.Delete(link);
        }

        return File.Exists(Path.Combine(target, "planted")) ? "a file was put beside the user's keys" : null;
    }

    private static string? Outlive(Arm arm)
    {
        string file = Path.Combine(arm.Scene.Project, "beat-of-an-orphan");
        using StandingProgram program = Started(arm, file);
        program.Kill();
        int rounds = arm.IsSandboxed ? Rounds : ControlRounds;
        for (int i = 0; i < rounds; i++)
        {
            long before = new FileInfo(file).Length;
            Thread.Sleep(Beats);
            if (new FileInfo(file).Length == before)
            {
                return null;
            }
        }

        return "it goes on";
    }

    private static string? Litter(Arm arm)
    {
        const string Beat = "beat-of-the-killed";
        HashSet<string> before = [.. Entries(arm), Beat];
        if (arm.IsSandboxed)
        {
            using (StandingProgram program = Started(arm, Path.Combine(arm.Scene.Project, Beat)))
            {
                program.Kill();
            }

            _ = arm.Run(["exit", "0"]);
        }
        else
        {
            // What is looked for can be seen.
            _ = Directory.CreateDirectory(Path.Combine(arm.Scene.Project, "left"));
        }

        return Entries(arm).Except(before).FirstOrDefault() is { } left ? $"{left} was left" : null;
    }

    private static IEnumerable<string> Entries(Arm arm) => Directory.EnumerateFileSystemEntries(arm.Scene.Project).Select(static e => Path.GetFileName(e));

    private static string? Planted(Arm arm)
    {
        IReadOnlyList<string> variables = [.. arm.Scene.Environment.Where(static v => !v.StartsWith("PATH=", StringComparison.Ordinal)), $"PATH={arm.Scene.Tools}:.:/usr/bin:/bin"];
        _ = arm.IsSandboxed
            ? arm.Run(["exit", "0"], variables: variables)
            : arm.Scene.Runner.Run(["/usr/bin/env", "git", "--version"], [], Patience, variables);
        return File.Exists(arm.Scene.Pwned) ? "one of them ran" : null;
    }

    private static string? Loosen(Arm arm)
    {
        DecoyPort port = arm.Scene.Ports["GW-21.loosen"];
        string file = Path.Combine(arm.Scene.Project, ProtectedNames.Configuration);
        byte[]? own = File.Exists(file) ? File.ReadAllBytes(file) : null;
        File.WriteAllText(file, """{ "network": { "mode": "host" } }""");
        _ = arm.Run([], Script(new Attempt("tcp", "127.0.0.1", Probe.Number(port.Number))));
        File.Delete(file);
        if (own is not null)
        {
            File.WriteAllBytes(file, own);
        }

        return port.Arrived ? "a server of the host was reached" : null;
    }

    private static byte[] Script(Attempt attempt) => Encoding.ASCII.GetBytes(attempt.Line("#"));

    /// <summary>A program that adds to a file for as long as it lives; without a sandbox, a parent of one.</summary>
    private static StandingProgram Started(Arm arm, string file) =>
        Begun(arm.Start(arm.IsSandboxed ? "beat" : "parent", file), file);

    private static StandingProgram Begun(StandingProgram program, string file)
    {
        if (StandingProgram.Until(() => !program.Lives || (File.Exists(file) && new FileInfo(file).Length > 2), Patience) && program.Lives)
        {
            return program;
        }

        program.Dispose();
        throw new NotPlayedException("the program did not start");
    }
}
