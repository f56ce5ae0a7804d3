using System.Globalization;
using System.Text.RegularExpressions;

namespace Sandbox.Integration.Tests;

/// <summary>
/// LR-12: every kind of system call that the real executor makes is answered with an error by the kernel, one a launch. The command then does not
/// run, or runs confined exactly as without the error. <c>FaultInjectionTests</c> does the same call for call with a kernel of our own.
/// </summary>
public sealed class ErrnoInjectionTests
{
    // EPERM, EINTR, ENOMEM, ENOSYS; then, one of them a call, EAGAIN, EACCES, EBUSY, EINVAL, EMFILE, ENOSPC. Not ENOENT: for what the plan
    // calls optional that is no error.
    private static readonly int[] Usual = [1, 4, 12, 38];
    private static readonly int[] Rarer = [11, 13, 16, 22, 24, 28];

    // A usual run makes every kind of call fail in every process, and of all calls with all errors the part that the seed names.
    private const uint Parts = 25;

    // In Linux, that is: nothing looks at what they answer but as at a mask, or at all.
    private static readonly string[] CannotFail = ["umask", "exit_group", "rt_sigprocmask"];

    [TheoryWithin(150), ClassData(typeof(IdentityData))]
    public void A_system_call_that_fails_keeps_the_command_from_running_or_changes_nothing(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        Tracer tracer = new(workspace, workspace.At("bin", "claude-sandbox-exec"), Compile(workspace, "plan"));
        (ProcessResult whole, TraceReport recorded) = tracer.Record();
        string confinement = whole.ExpectExit().OutputText;
        Assert.Contains("user namespace: refused", confinement, StringComparison.Ordinal);
        Assert.Contains("/.vscode/x errno 30", confinement, StringComparison.Ordinal);
        Census before = Census.Take(workspace.Scope);

        Soak.Rounds("failed system calls", seed =>
        {
            (TracedCall Call, int Error)[] all = Chosen(recorded.Calls, seed);
            string[] wrong = [.. all.Select(i => Judge(tracer, i.Call, i.Error, confinement)).OfType<string>()];
            Assert.True(wrong.Length == 0, $"{wrong.Length} of {all.Length}:\n{string.Join('\n', wrong)}");
            before.AssertRestored(TimeSpan.FromSeconds(10));
            return all.Length;
        });
    }

    [FactWithin(60)]
    public void A_command_that_is_less_confined_says_so()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        string executor = workspace.At("bin", "claude-sandbox-exec");
        string Run(string plan) => ProcessRun.Run(workspace.Request(executor, plan)).ExpectExit().OutputText;

        string whole = Run(Compile(workspace, "whole"));

        Assert.Equal(whole, Run(Compile(workspace, "again")));
        Assert.NotEqual(whole, Run(Compile(workspace, "hooks", "--allow-write", "all")));
        Assert.NotEqual(whole, Run(Compile(workspace, "nested", "--allow-nested-userns")));
        Assert.NotEqual(whole, Run(Compile(workspace, "network", "--network", "host")));
    }

    [FactWithin(60)]
    public void Every_process_of_a_launch_is_among_those_that_are_disturbed()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);

        IReadOnlyList<TracedCall> calls = new Tracer(workspace, workspace.At("bin", "claude-sandbox-exec"), Compile(workspace, "plan")).Record().Report.Calls;

        string[] Of(int role) => [.. calls.Where(c => c.Role == role).Select(static c => c.Name)];
        Assert.Contains("clone", Of(0));
        Assert.Contains("pivot_root", Of(1));
        Assert.Contains("ioctl", Of(2));
        Assert.Equal("execve", Of(3)[^1]);
        Assert.DoesNotContain("execve", CallSample.Of(calls, new Random(1), 0).Where(static c => c.Role != 3).Select(static c => c.Name));
    }

    /// <summary>By every seed the first and the last call of each kind with the usual errors; of the whole, every call with every error, another part.</summary>
    private static (TracedCall Call, int Error)[] Chosen(IReadOnlyList<TracedCall> calls, int seed)
    {
        Random random = new(seed);
        TracedCall[] fallible = [.. calls.Where(static c => !CannotFail.Contains(c.Name))];
        (TracedCall, int)[] whole = [.. from call in fallible from error in Usual.Concat(Rarer) select (call, error)];
        if (Soak.IsWhole)
        {
            return whole;
        }

        uint part = (uint)seed % Parts;
        IEnumerable<(TracedCall, int)> usual = from call in CallSample.Of(fallible, random, 0) from error in Usual.Append(Rarer[random.Next(Rarer.Length)]) select (call, error);
        return [.. usual.Concat(whole.Where((_, i) => i % Parts == part)).Distinct()];
    }

    /// <summary>Null when all is well.</summary>
    private static string? Judge(Tracer tracer, TracedCall call, int error, string confinement)
    {
        (ProcessResult result, TraceReport report) = tracer.Fail(call, error);
        string what = $"{call} with errno {error}: ";
        if (report.Left.Count > 0 || result.OutputHeldOpen)
        {
            return what + $"processes {string.Join(' ', report.Left)} are left";
        }

        if (!report.WasHit)
        {
            return what + $"did not come; call {report.Other?.ToString(CultureInfo.InvariantCulture) ?? "none"} did";
        }

        if (result.OutputText == confinement)
        {
            return result.Error.Length == 0 || IsOneLine(result.ErrorText) ? null : what + $"the command ran, with the message {result.ErrorText}";
        }

        return result.OutputText.Length > 0
            ? what + $"the command ran otherwise confined:\n{Difference(confinement, result.OutputText)}"
            : IsOneLine(result.ErrorText) ? null : what + $"the command did not run, and nothing or not one line says why: {result.ErrorText}";
    }

    private static bool IsOneLine(string text) => Regex.IsMatch(text, @"\Aclaude-sandbox-exec: could not [^\n]+: errno [0-9]+\n\z");

    private static string Difference(string expected, string actual) =>
        string.Join('\n', actual.Split('\n').Except(expected.Split('\n')).Select(static l => $"  + {l}").Concat(expected.Split('\n').Except(actual.Split('\n')).Select(static l => $"  - {l}")));

    /// <summary>A plan file of the default policy, with every protected name present, whose command tells how it is confined.</summary>
    private static string Compile(Workspace workspace, string name, params IReadOnlyList<string> options)
    {
        // A plan file has nobody behind it who would keep a private git directory in step.
        _ = workspace.Outside("rm -rf .git").ExpectExit();

        string[] network = options.Contains("--network") ? [] : ["--network", "none"];
        string plan = ProcessRun.Run(workspace.Sandbox(["plan", .. network, workspace.Project, "--", "true"])).ExpectExit().OutputText;
        foreach (Match absent in Regex.Matches(plan, @"self +(/\S+)  \(protect \(absent\)\)"))
        {
            _ = workspace.Directory(absent.Groups[1].Value);
        }

        string file = Path.Combine(workspace.Directory(workspace.At("plans")), name);
        string probe = Tracer.Install("confinement.c", Path.Combine(workspace.Project, "confinement"));
        string[] paths = ["w:/usr/x", "w:/etc/passwd", $"w:{workspace.Project}/.claude/x", $"w:{workspace.Project}/.vscode/x", $"w:{workspace.Project}/.mcp.json/x", "r:/proc/keys", "r:/proc/kallsyms", "r:/proc/acpi", "r:/root"];
        _ = ProcessRun.Run(workspace.Sandbox(["plan", "--compile", file, .. network, .. options, workspace.Project, "--", probe, .. paths])).ExpectExit();
        return file;
    }
}
