namespace Sandbox.Integration.Tests;

/// <summary>A project's sandbox with a first session that leaves when it is told to, and perhaps a second that stays; what tests of killing have in common.</summary>
internal sealed class LiveEnds
{
    /// <summary>Open for both ways, so that a word written at any time from now on is there to be read.</summary>
    private const string Leaves = "exec 3<>leave; echo ready; read word <&3; exit 7";

    private const string Stays = "echo ready; setsid sleep 600 & exec sleep 600";

    private readonly Workspace _workspace;

    public LiveEnds(Workspace workspace)
    {
        _workspace = workspace;
        _ = workspace.Outside("mkfifo leave").ExpectExit();
    }

    /// <summary>The first launcher, with a session that is running; it owns the sandbox.</summary>
    public LiveProcess Owner() => Start(Leaves);

    /// <summary>A session that joins and stays until it is ended.</summary>
    public LiveProcess Joined() => Start(Stays);

    /// <summary>The owner's session ends.</summary>
    public void Leave() => _ = _workspace.Outside("exec 3<>leave; echo go >&3").ExpectExit();

    /// <summary>Whatever is running is ended by the ordinary verb, which always says 0.</summary>
    public void Stop() => _ = ProcessRun.Run(_workspace.Sandbox("stop", _workspace.Project)).ExpectExit();

    /// <summary>The next command: it works as if nothing had been, and then everything is as before.</summary>
    public void AssertRestored(Remains before, string what)
    {
        Remains.WaitForProcesses(_workspace, what);
        ProcessResult next = _workspace.Inside("echo next");
        Assert.True(next is { ExitCode: 0, OutputText: "next\n" }, $"{what}, then another command: {next}");
        before.AssertEqual($"{what}, then another command");
        Assert.Empty(Registry.Entries(_workspace));
    }

    // As long as the rounds of a soak last.
    private LiveProcess Start(string script)
    {
        LiveProcess process = ProcessRun.Start(_workspace.InsideRequest(script) with { TimeLimit = TimeSpan.FromHours(3) });
        process.WaitForOutput("ready", TimeSpan.FromSeconds(60));
        return process;
    }
}
