namespace Sandbox.Integration.Tests;

/// <summary>
/// FS-29, LR-03: the first launcher leaves a sandbox to <c>claude-sandbox supervise</c>. SIGKILL of either at the system calls of the hand-over, of
/// the successor's life, and of the end that <c>stop</c> makes.
/// </summary>
public sealed class KillAtHandOverTests
{
    private const int Launcher = 0;
    private const int Successor = 1;
    private const int Moments = 14;

    [TheoryWithin(170), ClassData(typeof(IdentityData))]
    public void SIGKILL_of_the_launcher_or_its_successor_during_the_hand_over_leaves_nothing_after_the_next_command(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        LiveEnds ends = new(workspace);
        TraceReport recorded = HandOver(workspace, ends, static (w, p) => Attachment.Follow(w, p));
        Remains.WaitForProcesses(workspace, "undisturbed");
        _ = workspace.Inside("true").ExpectExit();
        TracedCall[] all = [.. recorded.Calls.Where(static c => c.Role <= Successor)];
        Assert.Contains((Successor, "execve"), all.Select(static c => (c.Role, c.Name)));
        Assert.Contains((Successor, "rmdir"), all.Select(static c => (c.Role, c.Name)));
        Remains before = Remains.Of(workspace);
        int unfinished = 0;
        int hits = 0;
        int done = 0;

        Soak.Rounds("kills during hand-overs", seed =>
        {
            Random random = new(seed);
            TracedCall[] calls = [.. Soak.Sample([.. all.Where(static c => c.Role == Launcher)], random, Moments), .. Soak.Sample([.. all.Where(static c => c.Role == Successor)], random, Moments)];
            foreach (TracedCall call in calls)
            {
                // The launcher is there while its successor begins, so either can die at a call of the successor's.
                int victim = call.Role == Successor && random.Next(4) == 0 ? Launcher : call.Role;
                string what = $"SIGKILL of {(victim == Launcher ? "the launcher" : "its successor")} at {call}";
                TraceReport report = HandOver(workspace, ends, (w, p) => Attachment.Kill(w, p, call, victim));
                Assert.True(report.Left.Count == 0, $"{what} left {string.Join(' ', report.Left)} running");
                hits += report.WasHit ? 1 : 0;
                done++;
                Remains.WaitForProcesses(workspace, what);
                unfinished += before.Difference().Count > 0 ? 1 : 0;
                ends.AssertRestored(before, what);
            }

            return calls.Length;
        });

        Assert.True(unfinished > 0, "the control: no kill left anything for the next command to put away");
        Assert.True(hits * 2 > done, $"only {hits} of {done} kills came at the call they were meant for");
    }

    /// <summary>The first session leaves while a second stays; what is left of both is stopped, traced to its end.</summary>
    private static TraceReport HandOver(Workspace workspace, LiveEnds ends, Func<Workspace, int, Attachment> attach)
    {
        using LiveProcess first = ends.Owner();
        using LiveProcess second = ends.Joined();
        using Attachment attachment = attach(workspace, first.Id);
        ends.Leave();

        // A launcher whose successor dies stays until the end, so its own end is not waited for.
        Eventually.Holds(() => first.Completion.IsCompleted || attachment.HasKilled, "the launcher has left, or somebody was killed");
        ends.Stop();
        ProcessResult left = first.WaitForExit();
        ProcessResult ended = second.WaitForExit();
        Assert.True(left.ExitCode == 7 || left.Signal == Signal.Kill, $"the launcher: {left}");

        // By SIGTERM of stop, SIGKILL of the kernel, or told so because whoever owned the sandbox is gone.
        Assert.True(ended.ExitCode is 143 or 137, $"the session that stays: {ended}");
        return attachment.Finish();
    }
}
