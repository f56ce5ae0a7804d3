namespace Sandbox.Integration.Tests;

/// <summary>PR-17: what the launcher writes down for later can be written by no sandbox.</summary>
public sealed class HostRecordTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_sandbox_that_could_write_the_launchers_records_is_refused(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Inside("true").ExpectExit();
        _ = workspace.Directory(workspace.At("home", ".local", "share", "claude-sandbox"));

        foreach (string grant in new[] { "~/.local", "~/.local/state", "~/.local/state/claude-sandbox/projects", "~/.local/share" })
        {
            Assert.Contains("[CS104]", workspace.Inside("true", "--rw", grant).ExpectExit(125).ErrorText, StringComparison.Ordinal);
        }

        string project = workspace.At("home", ".local");
        Assert.Equal(125, ProcessRun.Run(workspace.Sandbox("exec", "-q", project, "--", "true")).ExitCode);
        workspace.Environment["XDG_STATE_HOME"] = workspace.At("project", "state");
        Assert.Contains("XDG_STATE_HOME", workspace.Inside("true").ExpectExit(125).ErrorText, StringComparison.Ordinal);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void What_is_written_at_the_place_of_the_records_inside_is_not_believed_outside(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string victim = workspace.Directory(workspace.At("victim"));
        _ = workspace.Inside("true").ExpectExit();
        string live = Directory.GetDirectories(workspace.StateHome, "live", SearchOption.AllDirectories).Single();
        string forge = $"mkdir -p {live} && : > {live}/f.lock && echo {victim} > {live}/f.placeholders";

        _ = workspace.Inside($"[ -e {live} ] && exit 3; {forge}").ExpectExit();
        _ = workspace.Inside("true").ExpectExit();
        Assert.True(Directory.Exists(victim), "a forged record was obeyed");

        // The control: the same record on the host is obeyed, which is why it must lie out of reach.
        _ = workspace.Outside(forge).ExpectExit();
        _ = workspace.Inside("true").ExpectExit();
        Assert.False(Directory.Exists(victim), "the control: records are read from somewhere else");
    }
}
