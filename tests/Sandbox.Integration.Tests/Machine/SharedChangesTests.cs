namespace Sandbox.Integration.Tests.Machine;

/// <summary>What the host changes in a project is there in the machine at the next look, and nothing of it is lost.</summary>
public sealed class SharedChangesTests
{
    /// <summary>Waits for files of the host's, and says what it sees then; every name was looked at before.</summary>
    private const string Watch = """
        say() { echo "$1: $(cat changed) $(stat -c '%s %a' changed) $(cat gone 2>/dev/null) $(ls -d new 2>/dev/null) $(cat open-link 2>/dev/null)"; }
        exec 3< held
        say first; read held <&3; echo "held $held"
        for step in 1 2 3; do
          while [ ! -e "go$step" ]; do sleep 0.1; done
          say "step $step"
        done
        read held <&3; echo "held $held"
        echo appended-inside >> both
        echo over
        """;

    [FactWithin(240)]
    public void Contents_of_the_same_length_modes_names_and_files_that_are_open_are_never_stale_and_no_edit_is_lost()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[^1]).WithMachines();
        string At(string name) => workspace.At("project", name);
        _ = workspace.Write(At("changed"), "one");
        _ = workspace.Write(At("gone"), "here");
        _ = workspace.Write(At("held"), "first line\n");
        _ = workspace.Write(At("both"), "host\n");
        using LiveProcess process = ProcessRun.Start(workspace.InsideRequest(Watch));
        process.WaitForOutput("held first line", TimeSpan.FromSeconds(180));

        // In place, of the same length, within a second: neither size nor seconds tell.
        File.WriteAllText(At("changed"), "two");
        Go(workspace, 1);
        process.WaitForOutput("step 1: two 3", TimeSpan.FromSeconds(60));

        // By rename, as editors save; another mode; a name that was not there; one that was.
        _ = workspace.Write(At("temporary"), "three!");
        File.SetUnixFileMode(At("temporary"), (UnixFileMode)0b110_100_000);
        File.Move(At("temporary"), At("changed"), overwrite: true);
        File.Delete(At("gone"));
        _ = workspace.Write(At("new"), string.Empty);
        Go(workspace, 2);
        process.WaitForOutput("step 2: three! 6 640  new", TimeSpan.FromSeconds(60));

        File.AppendAllText(At("held"), "second line\n");
        File.AppendAllText(At("both"), "host again\n");
        File.SetUnixFileMode(At("changed"), (UnixFileMode)0b111_101_101);
        Go(workspace, 3);
        ProcessResult result = process.WaitForExit().ExpectExit();

        Assert.Contains("first: one 3 ", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("step 3: three! 6 755", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("held second line\nover\n", result.OutputText, StringComparison.Ordinal);
        Assert.Equal("host\nhost again\nappended-inside\n", File.ReadAllText(At("both")));
    }

    private static void Go(Workspace workspace, int step) => _ = workspace.Write(workspace.At("project", $"go{step}"), string.Empty);
}
