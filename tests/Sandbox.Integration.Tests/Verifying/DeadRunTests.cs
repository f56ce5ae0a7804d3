namespace Sandbox.Integration.Tests;

/// <summary>What verify makes in places that everybody shares does not stay for ever when it is killed.</summary>
[Collection(VerifyRuns.Collection)]
public sealed class DeadRunTests
{
    private static readonly string[] Places = ["/tmp", "/var/tmp", "/dev/shm"];

    [FactWithin(150)]
    public void The_next_run_removes_what_a_killed_one_left_and_nothing_of_one_that_lives()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        string temporary = workspace.Directory(workspace.At("tmp"));
        workspace.Environment["TMPDIR"] = temporary;
        ProcessRequest verify = workspace.Sandbox("verify", "--backend", "native", "--check", "OK-01.exit") with { TimeLimit = TimeSpan.FromMinutes(2) };

        // Looks like one of ours, and is a link of the user's to a file of the user's: neither may go.
        string victim = workspace.Write(workspace.At("victim"), "kept");
        string link = workspace.Link($"/tmp/verify-t{Guid.NewGuid():N}"[..32], victim);
        try
        {
            using LiveProcess killed = ProcessRun.Start(verify);
            string[] dead = Made(killed, temporary, []);
            killed.Send(Signal.Kill);
            _ = killed.WaitForExit();
            Assert.All(dead, static f => Assert.True(Path.Exists(f), $"the control: nothing is left of {f} to remove"));

            using LiveProcess living = ProcessRun.Start(verify);
            string[] live = Made(living, temporary, dead);
            living.Send(Signal.Stop);
            _ = ProcessRun.Run(verify).ExpectExit();

            Assert.All(dead, static f => Assert.False(Path.Exists(f), f));
            Assert.All(live, static f => Assert.True(Path.Exists(f), f));
            living.Send(Signal.Cont);
            _ = living.WaitForExit().ExpectExit();
            Assert.All(live, static f => Assert.False(Path.Exists(f), f));
            Assert.Equal("kept", File.ReadAllText(victim));
            Assert.Equal(victim, new FileInfo(link).LinkTarget);
        }
        finally
        {
            File.Delete(link);
        }
    }

    /// <summary>One file in each shared place and the directory, locked; those of this run alone, which nobody else of these tests has open.</summary>
    private static string[] Made(LiveProcess verify, string temporary, IReadOnlyList<string> others)
    {
        string[] made = [];
        Eventually.Holds(
            () =>
            {
                string[] held = [.. Opened(verify.Id).Distinct(StringComparer.Ordinal)];
                made = [.. held.Where(f => f.Contains("/verify-t", StringComparison.Ordinal) || f.StartsWith(temporary, StringComparison.Ordinal)).Select(static f => Path.GetFileName(f) == "lock" ? Path.GetDirectoryName(f)! : f).Except(others)];
                return Places.All(p => made.Any(f => Path.GetDirectoryName(f) == p)) && made.Any(f => Path.GetDirectoryName(f) == temporary) && made.All(static f => !f.EndsWith(".new", StringComparison.Ordinal));
            },
            "verify has made its files");
        return made;
    }

    private static IEnumerable<string> Opened(int process)
    {
        string directory = $"/proc/{process}/fd";
        string[] descriptors;
        try
        {
            descriptors = Directory.GetFileSystemEntries(directory);
        }
        catch (IOException)
        {
            return [];
        }

        return descriptors.Select(static d => new FileInfo(d)).Select(static i =>
        {
            try
            {
                return i.LinkTarget;
            }
            catch (IOException)
            {
                // Closed meanwhile.
                return null;
            }
        }).OfType<string>();
    }
}
