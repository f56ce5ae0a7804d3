namespace Sandbox.Integration.Tests;

/// <summary>LR-09: what of the caller's masks, of signals and of file modes, counts for the launcher and what for the payload.</summary>
public sealed class CallersMaskTests
{
    private const string Blocking =
        """
        import os, signal, sys
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        os.execv(sys.argv[1], sys.argv[1:])
        """;

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_launcher_whose_caller_blocks_every_signal_is_ended_by_SIGTERM_at_once(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Write(workspace.At("blocking.py"), Blocking);
        string[] start = ["/usr/bin/python3", workspace.At("blocking.py")];
        Census before = Census.Take(workspace.Scope);
        using (LiveProcess process = ProcessRun.Start(workspace.Request(start[0], [start[1], workspace.Program, "exec", "-q", workspace.Project, "--", "/bin/sh", "-c", "echo ready; exec sleep 600"])))
        {
            process.WaitForOutput("ready");
            process.Send(Signal.Term);
            Assert.Equal(143, process.WaitForExit().ExitCode);
        }

        before.AssertRestored(TimeSpan.FromSeconds(10));

        // The control: any other program started so does not hear it, and is there to hear SIGKILL.
        using LiveProcess other = ProcessRun.Start(workspace.Request(start[0], [start[1], "/bin/sh", "-c", "echo ready; exec sleep 600"]));
        other.WaitForOutput("ready");
        other.Send(Signal.Term);
        other.Send(Signal.Kill);
        Assert.Equal(Signal.Kill, other.WaitForExit().Signal);
    }

    [TheoryWithin(60), InlineData("0777"), InlineData("0700"), InlineData("0027")]
    public void A_umask_that_closes_everything_closes_nothing_that_was_planned_and_is_the_payloads_own(string mask)
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string Modes(string script) => workspace.Outside($"umask {mask}; exec {workspace.Program} exec -q . -- /bin/sh -c '{script}'").ExpectExit().OutputText;
        const string inside = "umask; stat -c \"%a %n\" ~ ~/.local ~/.local/* /tmp /run /etc /usr /proc /dev /dev/shm; mkdir made 2>/dev/null; stat -c %a made; rmdir made";

        string first = Modes(inside);

        // Again: by now everything of the launcher's own is there, and has to be usable.
        Assert.Equal(first, Modes(inside));
        Assert.StartsWith(mask, first, StringComparison.Ordinal);
        Assert.EndsWith($"\n{Convert.ToString(0x1ff & ~Convert.ToInt32(mask, 8), 8)}\n", first, StringComparison.Ordinal);
        string usual = workspace.Inside(inside).ExpectExit().OutputText;
        Assert.Equal(usual.Split('\n')[1..^2], first.Split('\n')[1..^2]);

        // What the launcher made is its owner's to use, and nobody else's.
        string own = workspace.Outside("find ~/.local/state -not -path '*/git/private*' -not -perm -u=r -o -not -path '*/git/private*' -perm /077").ExpectExit().OutputText;
        Assert.Empty(own);
        Assert.Equal([".git"], Directory.EnumerateFileSystemEntries(workspace.Project).Select(Path.GetFileName));
    }
}
