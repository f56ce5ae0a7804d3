namespace Sandbox.Integration.Tests;

/// <summary>FS-29, LR-03: SIGKILL of a client at the system calls with which it joins, enters or stops a sandbox, and of the owner while it lets one in.</summary>
public sealed class KillWhileJoiningTests
{
    private const int Moments = 12;

    [TheoryWithin(170), ClassData(typeof(IdentityData))]
    public void SIGKILL_of_a_client_that_joins_or_enters_ends_its_session_and_no_other(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        LiveEnds ends = new(workspace);
        Tracer Exec(string script) => new(workspace, workspace.Program, "exec", "-q", workspace.Project, "--", "/bin/sh", "-c", script);
        Tracer enter = new(workspace, workspace.Program, "enter", "-q", workspace.Project);
        Tracer[] recorded = [Exec("sleep 0.1"), enter];
        Tracer[] clients = [Exec("sleep 600 & wait"), enter];
        _ = workspace.Inside("true").ExpectExit();
        Remains alone = Remains.Of(workspace);
        using (LiveProcess owner = ends.Owner())
        {
            TracedCall[][] calls = [.. recorded.Select(static c => c.Record(follow: true).Report.Calls.Where(static c => c.Role == 0).ToArray())];
            Assert.All(calls, static c => Assert.Contains("connect", c.Select(static c => c.Name)));
            Remains before = Remains.Of(workspace);

            Soak.Rounds("kills of clients", seed =>
            {
                Random random = new(seed);
                int done = 0;
                int killed = 0;
                for (int i = 0; i < clients.Length; i++)
                {
                    foreach (TracedCall call in Soak.Sample(calls[i], random, Moments))
                    {
                        string what = $"SIGKILL of {(i == 0 ? "exec" : "enter")} at {call}";
                        (ProcessResult result, TraceReport report) = clients[i].Kill(call, 0);
                        Assert.True(report.WasHit || report.WasLate || result.ExitCode == 0, $"{what}: {result}");
                        killed += report.WasHit || report.WasLate ? 1 : 0;
                        done++;

                        // Its session goes with it, by PID 1's own doing: no process but those of before.
                        before.AssertEqual(what);
                        Assert.Equal("next\n", workspace.Inside("echo next").ExpectExit().OutputText);
                        before.AssertEqual($"{what}, then another command");
                    }
                }

                // A run may be some calls shorter than the one that was recorded.
                Assert.True(killed * 2 > done, $"only {killed} of {done} clients were killed");
                return done;
            });

            ends.Leave();
            Assert.Equal(7, owner.WaitForExit().ExitCode);
        }

        ends.AssertRestored(alone, "the owner's own end");
    }

    [TheoryWithin(170), ClassData(typeof(IdentityData))]
    public void SIGKILL_of_the_owner_while_a_client_joins_tells_the_client_or_gives_it_a_sandbox_of_its_own(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        LiveEnds ends = new(workspace);
        (TraceReport recorded, _) = Join(workspace, ends, static (w, p) => Attachment.Follow(w, p));
        _ = workspace.Inside("true").ExpectExit();
        TracedCall[] all = [.. recorded.Calls.Where(static c => c.Role == 0)];
        Assert.Contains("accept4", all.Select(static c => c.Name));
        Remains before = Remains.Of(workspace);
        int hits = 0;
        int done = 0;

        Soak.Rounds("kills of owners", seed =>
        {
            // Always at each of its messages: to PID 1 and not yet to the client, and the other way round.
            TracedCall[] calls = [.. Soak.Sample(all, new Random(seed), 2 * Moments).Union(all.Where(static c => c.Name is "sendmsg" or "recvmsg"))];
            foreach (TracedCall call in calls)
            {
                string what = $"SIGKILL of the owner at {call}";
                (TraceReport report, ProcessResult client) = Join(workspace, ends, (w, p) => Attachment.Kill(w, p, call, 0));
                hits += report.WasHit ? 1 : 0;
                done++;
                bool ran = client.ExitCode == 5 && client.OutputText == "joined\n" && client.Error.Length == 0;
                bool told = client.ExitCode is 137 or 125 && client.OutputText is ("" or "joined\n") && IsOneLine(client.ErrorText);

                // Once at most, in the owner's sandbox or in its own.
                Assert.True(ran || told, $"{what}: the client {client}");
                ends.AssertRestored(before, what);
            }

            return calls.Length;
        });

        Assert.True(hits * 2 > done, $"only {hits} of {done} kills came at the call they were meant for");
    }

    [TheoryWithin(170), ClassData(typeof(IdentityData))]
    public void SIGKILL_of_stop_leaves_a_sandbox_that_goes_on_or_ends_and_that_another_stop_ends(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        LiveEnds ends = new(workspace);
        Tracer stop = new(workspace, workspace.Program, "stop", workspace.Project);
        _ = workspace.Inside("true").ExpectExit();
        Remains before = Remains.Of(workspace);
        TracedCall[] all;
        using (LiveProcess owner = ends.Owner())
        {
            (ProcessResult result, TraceReport report) = stop.Record();
            Assert.Contains("stopped the sandbox", result.ExpectExit().ErrorText, StringComparison.Ordinal);
            Assert.Equal(143, owner.WaitForExit().ExitCode);
            all = [.. report.Calls.Where(static c => c.Role == 0)];
        }

        ends.AssertRestored(before, "stop undisturbed");
        int living = 0;

        Soak.Rounds("kills of stop", seed =>
        {
            TracedCall[] calls = Soak.Sample(all, new Random(seed), 2 * Moments);
            foreach (TracedCall call in calls)
            {
                using LiveProcess owner = ends.Owner();
                (ProcessResult result, TraceReport report) = stop.Kill(call, 0);
                Assert.True(report.WasHit || report.WasLate || result.ExitCode == 0, $"SIGKILL of stop at {call}: {result}");
                living += owner.Completion.IsCompleted ? 0 : 1;
                ends.Stop();
                Assert.Equal(143, owner.WaitForExit().ExitCode);
                ends.AssertRestored(before, $"SIGKILL of stop at {call}");
            }

            return calls.Length;
        });

        Assert.True(living > 0, "the control: every stop had done its work before it was killed");
    }

    private static bool IsOneLine(string text) => System.Text.RegularExpressions.Regex.IsMatch(text, @"\Aclaude-sandbox: [^\n]+ \[CS[0-9]{3}\]\n\z");

    /// <summary>A command that joins while the owner is traced; then the owner is told to leave.</summary>
    private static (TraceReport Report, ProcessResult Client) Join(Workspace workspace, LiveEnds ends, Func<Workspace, int, Attachment> attach)
    {
        using LiveProcess owner = ends.Owner();
        using Attachment attachment = attach(workspace, owner.Id);
        ProcessResult client = workspace.Inside("echo joined; exit 5");
        ends.Leave();
        ProcessResult result = owner.WaitForExit();
        Assert.True(result.ExitCode == 7 || result.Signal == Signal.Kill, $"the owner: {result}");
        return (attachment.Finish(), client);
    }
}
