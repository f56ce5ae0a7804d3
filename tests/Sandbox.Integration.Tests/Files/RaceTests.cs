using Xunit.Abstractions;

namespace Sandbox.Integration.Tests;

/// <summary>
/// FS-06: somebody exchanges what the launcher looks at while it looks. Each test counts how often the launcher saw either side and how
/// often the exchange fell between its look and its use; a race that never got there proves nothing and fails.
/// </summary>
public sealed class RaceTests(ITestOutputHelper output)
{
    private const int DefaultAttempts = 60;
    private static readonly int Attempts = int.TryParse(Environment.GetEnvironmentVariable("SANDBOX_RACE_ATTEMPTS"), out int more) ? more : DefaultAttempts;

    [FactWithin(240)]
    public void A_project_link_that_flips_to_the_keys_never_shows_them()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string link = workspace.Link(workspace.At("w"), workspace.Project);
        string other = workspace.Link(workspace.At("v"), workspace.At("home", ".ssh"));

        Outcome outcome = Race(workspace, link, other, ["exec", "-q", link, "--", "/bin/sh", "-c", "cat id_ed25519; echo ran"]);

        Assert.True(outcome is { Ran: > 0, Refused: > 0 }, $"the launcher never saw one of the two sides: {outcome}");
    }

    [FactWithin(240)]
    public void A_parent_of_the_project_that_is_exchanged_never_shows_the_keys()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        _ = workspace.Directory(workspace.At("top", "w"));
        _ = workspace.Link(workspace.At("evil", "w"), workspace.At("home", ".ssh"));
        string project = workspace.At("top", "w");

        Outcome outcome = Race(workspace, workspace.At("top"), workspace.At("evil"), ["exec", "-q", project, "--", "/bin/sh", "-c", "cat id_ed25519; echo ran"]);

        Assert.True(outcome is { Ran: > 0, Hits: > 0 }, $"inconclusive: {outcome}");
    }

    [FactWithin(240)]
    public void A_directory_put_in_the_place_of_the_one_that_was_checked_is_never_used()
    {
        using Workspace workspace = Workspace.Create(Identity.User);

        // This one is always refused, because of the link in it: it can only be seen by an exchange after the check.
        _ = workspace.Write(workspace.At("refused", "id_ed25519"), workspace.Decoys.Tag);
        _ = workspace.Link(workspace.At("refused", ".vscode"), "/nowhere");
        _ = workspace.Directory(workspace.At("fine"));

        Outcome outcome = Race(
            workspace, workspace.At("fine"), workspace.At("refused"), ["exec", "-q", workspace.At("fine"), "--", "/bin/sh", "-c", "cat id_ed25519; echo ran"]);

        Assert.True(outcome is { Ran: > 0, Refused: > 0, Hits: > 0 }, $"inconclusive: {outcome}");
    }

    [FactWithin(240)]
    public void A_granted_path_that_is_exchanged_never_shows_the_keys()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        _ = workspace.Write(workspace.At("top", "w", "plain"), "plain\n");
        _ = workspace.Link(workspace.At("evil", "w"), workspace.At("home", ".ssh"));
        string grant = workspace.At("top", "w");

        Outcome outcome = Race(
            workspace, workspace.At("top"), workspace.At("evil"),
            ["exec", "-q", "--ro", grant, workspace.Project, "--", "/bin/sh", "-c", $"cat {grant}/id_ed25519; echo ran"]);

        Assert.True(outcome is { Ran: > 0, Refused: > 0, Hits: > 0 }, $"inconclusive: {outcome}");
    }

    private Outcome Race(Workspace workspace, string one, string other, IReadOnlyList<string> command)
    {
        string probe = workspace.At("prober");
        File.Copy(ProbeProgram.Path, probe);
        using LiveProcess swapper = ProcessRun.Start(workspace.Request(probe, "exchange", one, other, "60000") with { TimeLimit = TimeSpan.FromMinutes(4) });
        swapper.WaitForOutput("ready");
        Outcome outcome = new();
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            ProcessResult result = ProcessRun.Run(workspace.Sandbox(command) with { WorkingDirectory = workspace.Root });
            Assert.DoesNotContain(workspace.Decoys.Tag, result.OutputText, StringComparison.Ordinal);
            outcome.Add(result);
        }

        swapper.Send(Signal.Term);
        outcome.Swaps = swapper.WaitForExit().OutputText.Split('\n')[1];
        output.WriteLine(outcome.ToString());
        return outcome;
    }

    private sealed record Outcome
    {
        public int Ran { get; private set; }

        /// <summary>The check itself saw the forbidden side.</summary>
        public int Refused { get; private set; }

        /// <summary>Something had changed between the check and the use.</summary>
        public int Hits { get; private set; }

        public string Swaps { get; set; } = string.Empty;

        public void Add(ProcessResult result)
        {
            if (result.OutputText.EndsWith("ran\n", StringComparison.Ordinal))
            {
                Ran++;
            }
            else if (result.ExitCode == 125 && (result.ErrorText.Contains("[CS301]", StringComparison.Ordinal) || result.ErrorText.Contains("[CS501]", StringComparison.Ordinal)))
            {
                Hits++;
            }
            else
            {
                Assert.True(result.ExitCode == 125, result.ToString());
                Refused++;
            }
        }
    }
}
