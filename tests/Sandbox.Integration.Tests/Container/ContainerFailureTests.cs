using System.Text.RegularExpressions;

namespace Sandbox.Integration.Tests;

/// <summary>
/// LR-12 in a container: system calls of the executor fail, as root before systemd-nspawn, as PID 1 of it and below. The command then does not run, one line
/// says why, and nothing is left; or it runs confined as ever.
/// </summary>
public sealed partial class ContainerFailureTests
{
    private const int Most = 60;
    private const int EPERM = 1;
    private const int EACCES = 13;
    private const int EINVAL = 22;
    private const int EMFILE = 24;

    private static readonly int[] Errors = [EPERM, 4, 12, EINVAL, EMFILE, 38];

    // In Linux, that is: nothing looks at what they answer but as at a mask, or at all.
    private static readonly string[] CannotFail = ["umask", "exit_group", "rt_sigprocmask"];

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    /// <summary>Which program, the call and which of them (from 0, or from the end), the error, and what is said.</summary>
    public static TheoryData<string, string, int, int, string> Steps => new()
    {
        { "outside", "setresuid", 0, EPERM, "could not take back the rights of root" },
        { "outside", "setresgid", 0, EPERM, "could not take back the rights of root" },
        { "outside", "unshare", 0, EPERM, "could not create namespaces" },
        { "outside", "clone", 0, 11, "could not map the user id" },
        { "outside", "kill", 0, EPERM, "could not map the user id" },
        { "outside", "open_tree", -1, EMFILE, "could not clone the mount of" },
        { "outside", "umount2", 0, EPERM, "could not detach the host root" },
        { "outside", "dup3", 0, EMFILE, "could not close inherited descriptors" },
        { "outside", "execve", 0, EACCES, "could not start the container manager /usr/bin/systemd-nspawn" },
        { "inside", "dup3", 0, EMFILE, "could not" },
        { "inside", "fsmount", 0, EPERM, "could not create a file system for /proc" },
        { "inside", "sethostname", 0, EPERM, "could not set the host name" },
        { "inside", "mount", 0, EPERM, "could not make mounts private" },
        { "inside", "move_mount", 0, EINVAL, "could not create the new root" },
        { "inside", "pivot_root", 0, EINVAL, "could not switch to the new root" },
        { "inside", "setgroups", 0, EPERM, "could not drop supplementary groups" },
        { "inside", "setresgid", 0, EPERM, "could not change to the user" },
        { "inside", "setresuid", 0, 11, "could not change to the user" },
        { "inside", "unshare", 0, EPERM, "could not create namespaces" },
        { "inside", "unshare", 0, 28, "the limit of user.max_user_namespaces is used up" },
        { "inside", "unshare", -1, EPERM, "could not enter the second user namespace" },
    };

    [TheoryWithin(90), MemberData(nameof(Steps))]
    public void A_step_that_fails_is_one_line_and_leaves_nothing(string program, string call, int which, int error, string words)
    {
        using Workspace workspace = Prepare();
        Tracer tracer = Of(workspace);
        Launch launch = Launch.Of(tracer.RecordEach().Report);
        Census before = Census.Take(workspace.Scope);
        TracedCall[] alike = [.. (program == "outside" ? launch.Outside : launch.Inside).Where(c => c.Name == call)];

        (ProcessResult result, TraceReport report) = tracer.FailIn(which < 0 ? alike[^-which] : alike[which], error);

        Assert.True(report.WasHit, $"{call} did not come: {result}");
        string line = Assert.Single(result.ErrorText.Trim().Split('\n'));
        Assert.Contains(words, line, StringComparison.Ordinal);
        Assert.Matches(@"\[CS(30[12]|201)\]$", line);
        Assert.Equal(string.Empty, result.OutputText);
        Assert.Equal(125, report.Ended(0));
        Assert.Empty(report.Left);
        before.AssertRestored(Settle);
    }

    // Where the file's owners cannot be shown the user is told and keeps the own id; whatever else fails there is a failure.
    [TheoryWithin(90)]
    [InlineData(EINVAL, true)]
    [InlineData(EPERM, true)]
    [InlineData(12, false)]
    [InlineData(EMFILE, false)]
    public void Owners_that_cannot_be_mapped_are_told_of_and_any_other_failure_ends_it(int error, bool goesOn)
    {
        using Workspace workspace = Prepare();
        Tracer tracer = Of(workspace);
        Launch launch = Launch.Of(tracer.RecordEach().Report);

        // All mounts are made by such calls, those of the user's files with a map. The last ones of what was opened as the user are among them.
        TracedCall[] binds = [.. launch.Outside.Where((c, i) => c.Number == OpenTreeAttr && launch.Outside.Take(i).Reverse().TakeWhile(static b => b.Number != OpenTreeAttr).Any(static b => b.Name == "setfsuid"))];
        (ProcessResult result, TraceReport report) = binds.Reverse().Select(c => tracer.FailIn(c, error))
            .First(static a => a.Result.ErrorText.Contains("map the owners", StringComparison.Ordinal));

        Assert.True(report.WasHit);
        Assert.Contains("could not map the owners of the files in", result.ErrorText, StringComparison.Ordinal);
        _ = Assert.Single(result.ErrorText.Trim().Split('\n'));
        Assert.Equal(goesOn ? 0 : 125, report.Ended(0));
        Assert.Equal(goesOn, result.OutputText.Contains("user namespace: refused", StringComparison.Ordinal));
        Assert.Equal(goesOn, result.ErrorText.Contains("the sandbox runs with your own user id outside", StringComparison.Ordinal));
    }

    [FactWithin(280)]
    public void A_system_call_of_ours_that_fails_keeps_the_command_from_running_or_changes_nothing()
    {
        using Workspace workspace = Prepare();
        Tracer tracer = Of(workspace);
        (ProcessResult whole, TraceReport recorded) = tracer.RecordEach();
        Launch launch = Launch.Of(recorded);
        string confinement = Normal(whole.ExpectExit());
        Assert.Contains("user namespace: refused", confinement, StringComparison.Ordinal);
        Assert.Equal(confinement, Normal(tracer.RecordEach().Result));
        Census before = Census.Take(workspace.Scope);

        Soak.Rounds("failed system calls in a container", seed =>
        {
            Random random = new(seed);
            TracedCall[] calls = Soak.Sample([.. launch.Outside.Concat(launch.Inside).Concat(launch.Below).Where(static c => !CannotFail.Contains(c.Name))], random, Most);
            string[] wrong = [.. calls.Select(c => Judge(tracer, c, Errors[random.Next(Errors.Length)], confinement)).OfType<string>()];
            Assert.True(wrong.Length == 0, $"{wrong.Length} of {calls.Length}:\n{string.Join('\n', wrong)}");
            before.AssertRestored(Settle);
            return calls.Length;
        });
    }

    private const int OpenTreeAttr = 467;

    /// <summary>Null when all is well.</summary>
    private static string? Judge(Tracer tracer, TracedCall call, int error, string confinement)
    {
        (ProcessResult result, TraceReport report) = tracer.FailIn(call, error);
        string what = $"{call} with errno {error}: ";
        if (report.Left.Count > 0 || result.OutputHeldOpen)
        {
            return what + $"processes {string.Join(' ', report.Left)} are left";
        }

        string text = Normal(result);
        if (!report.WasHit)
        {
            return what + $"did not come; call {report.Other} did";
        }

        if (text == confinement)
        {
            return result.ErrorText.Trim().Split('\n').Length <= 1 ? null : what + $"the command ran, with the message {result.ErrorText}";
        }

        bool told = OneLine().IsMatch(result.ErrorText);
        return text.Length > 0 ? what + $"the command ran otherwise confined:\n{Difference(confinement, text)}\n{result.ErrorText}"
            : told && (report.Ended(0) == 125 || (call.Name == "execve" && report.Ended(0) is 126 or 127)) ? null : what + $"the command did not run, and ended with {report.Ended(0)}: {result.ErrorText}";
    }

    private static string Difference(string expected, string actual) =>
        string.Join('\n', actual.Split('\n').Except(expected.Split('\n')).Select(static l => $"  + {l}").Concat(expected.Split('\n').Except(actual.Split('\n')).Select(static l => $"  - {l}")));

    private static Workspace Prepare()
    {
        TestHost.RequireRoot();
        _ = TestHost.Require(Capability.Nspawn);
        Workspace workspace = Workspace.Create(Identity.Root);
        workspace.Environment["CLAUDE_SANDBOX_BACKEND"] = "nspawn";
        _ = ProcessRun.Run(workspace.Sandbox("exec", "-q", "--network", "none", workspace.Project, "--", "true")).ExpectExit();
        return workspace;
    }

    private static Tracer Of(Workspace workspace)
    {
        string probe = Tracer.Install("confinement.c", Path.Combine(workspace.Project, "confinement"));
        return new Tracer(workspace, workspace.Program, "exec", "--network", "none", workspace.Project, "--", probe, "w:/usr/x", "w:/etc/passwd", $"w:{workspace.Project}/.claude/x", "r:/proc/keys", "r:/root");
    }

    // The device of a file system and the ids that nobody has are new every time.
    private static string Normal(ProcessResult result) => New().Replace(result.OutputText, string.Empty);

    [GeneratedRegex(@"(?m)(?<=^mount )\d+:\d+|(?<=\b[ug]id=)\d{6,10}\b")]
    private static partial Regex New();

    [GeneratedRegex(@"\Aclaude-sandbox: [^\n]+\[CS\d+\]\n\z")]
    private static partial Regex OneLine();

    /// <summary>The calls of our own programs: the executor before it becomes the manager, as PID 1, and what PID 1 starts before it runs something else.</summary>
    private sealed record Launch(IReadOnlyList<TracedCall> Outside, IReadOnlyList<TracedCall> Inside, IReadOnlyList<TracedCall> Below)
    {
        public static Launch Of(TraceReport report)
        {
            static long Turn(TracedCall call) => call.Index / Tracer.Program;
            int init = report.Calls.First(static c => c.Role > 1 && c.Name == "pivot_root" && Turn(c) == 1).Role;
            return new(
                [.. report.Calls.Where(static c => c.Role == 1 && Turn(c) == 1)],
                [.. report.Calls.Where(c => c.Role == init && Turn(c) == 1)],
                [.. report.Calls.Where(c => c.Role > init && Turn(c) == 0)]);
        }
    }
}
