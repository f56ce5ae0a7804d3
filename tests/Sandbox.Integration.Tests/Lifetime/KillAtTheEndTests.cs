using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>
/// FS-29, LR-03: SIGKILL of the launcher at the system calls that it makes from the moment the command works to the moment all is put away:
/// git's HEAD and index published, the journal and the control groups removed, the report written.
/// </summary>
public sealed class KillAtTheEndTests
{
    private const int Moments = 25;

    [TheoryWithin(150), ClassData(typeof(IdentityData))]
    public void SIGKILL_of_the_launcher_while_it_puts_away_leaves_nothing_after_the_next_command_and_loses_no_commit(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Outside("echo 0 > tracked && git add tracked && git commit -qm 0").ExpectExit();
        (TraceReport recorded, _) = Commit(workspace, 1, static (w, p) => Attachment.Follow(w, p));
        (recorded, bool committed) = Commit(workspace, 2, static (w, p) => Attachment.Follow(w, p));
        Assert.True(committed);
        TracedCall[] all = [.. recorded.Calls.Where(static c => c.Role == 0)];
        Assert.Contains("unlink", all.Select(static c => c.Name));
        Assert.Contains("renameat", all.Select(static c => c.Name));
        _ = workspace.Inside("true").ExpectExit();
        Remains before = Remains.Of(workspace);
        int number = 2;
        int unfinished = 0;
        int hits = 0;
        int done = 0;

        Soak.Rounds("kills at the end", seed =>
        {
            Random random = new(seed);
            TracedCall[] calls = Soak.Sample(all, random, Moments);
            foreach (TracedCall call in calls)
            {
                string what = $"SIGKILL at {call} of {all.Length}";
                (TraceReport report, bool isCommitted) = Commit(workspace, ++number, (w, p) => Attachment.Kill(w, p, call, 0));
                Remains.WaitForProcesses(workspace, what);
                hits += report.WasHit ? 1 : 0;
                done++;
                unfinished += before.Difference().Count > 0 ? 1 : 0;
                ProcessResult next = workspace.Inside("git status --porcelain && git log -1 --format=%s").ExpectExit();

                if (!isCommitted)
                {
                    // Git's own, where it was killed in the middle, as git leaves it without a sandbox.
                    File.Delete(workspace.At("project", ".git", "refs", "heads", "main.lock"));
                }

                // A commit outside, where the one inside did not come about, makes the private directory anew: then it has less.
                before.AssertEqual($"{what}, then another command", mayLack: true);
                AssertCommit(workspace, number, isCommitted, $"{what}; the next command said {next}");
            }

            return calls.Length;
        });

        Assert.True(unfinished > 0, "the control: no kill left anything for the next command to put away");
        Assert.True(hits * 2 > done, $"only {hits} of {done} kills came at the call they were meant for");
    }

    private static void AssertCommit(Workspace workspace, int number, bool isCommitted, string what)
    {
        ProcessResult log = workspace.Outside("git log -1 --format=%s && git fsck --no-progress 2>&1 >/dev/null");
        Assert.True(log.ExitCode == 0, $"{what}: {log}");
        string last = number.ToString(CultureInfo.InvariantCulture);
        Assert.True(!isCommitted || log.OutputText == $"{last}\n", $"{what}: the commit {last} is lost, {log}");
        if (isCommitted)
        {
            Assert.True(workspace.Outside("git status --porcelain").ExpectExit().OutputText.Length == 0, $"{what}: {workspace.Outside("git status")}");
        }
        else
        {
            // The command was ended before or in the middle of its commit. The user's git works all the same.
            ProcessResult repaired = workspace.Outside($"git commit -qam {last} || git commit -q --allow-empty -m {last}");
            Assert.True(repaired.ExitCode == 0, $"{what}: git outside is stuck: {repaired}");
        }
    }

    /// <summary>A sandbox whose command commits when it is told to; true when it says that it has.</summary>
    private static (TraceReport Report, bool IsCommitted) Commit(Workspace workspace, int number, Func<Workspace, int, Attachment> attach)
    {
        string go = workspace.At("project", ".git", "objects", "go");
        File.Delete(go);
        string script = $"echo ready; until [ -e .git/objects/go ]; do sleep 0.01; done; echo {number} > tracked; git commit -qam {number} && echo committed";
        using LiveProcess launcher = workspace.StartInside(script, "--report", workspace.At("home", "report"));
        using Attachment attachment = attach(workspace, launcher.Id);
        _ = workspace.Write(go, string.Empty);
        ProcessResult result = launcher.WaitForExit();
        TraceReport report = attachment.Finish();
        Assert.True(result.ExitCode == 0 || result.Signal == Signal.Kill, result.ToString());
        return (report, result.OutputText.Contains("committed", StringComparison.Ordinal));
    }
}
