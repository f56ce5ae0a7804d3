namespace Sandbox.Integration.Tests;

/// <summary>NW-13: rules that change while the sandbox runs.</summary>
public sealed class RulesFileTests
{
    private const string Ask = "getent hosts two.example > answer; echo done >> answer; mv answer answer.";

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_changed_file_counts_at_once_and_a_broken_one_leaves_the_old_rules(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string rules = workspace.Write(workspace.At("rules"), "allow one.example\n");
        using LiveProcess process = workspace.StartInside(
            $"echo ready; for n in 1 2 3; do until [ -e .git/objects/go$n ]; do sleep 0.02; done; {Ask}$n; done", "--rules", rules);

        Assert.Equal("done\n", Answer(workspace, 1));

        _ = workspace.Write(rules, "allow one.example\nallow two.example\n");
        Eventually.Holds(() => Log(workspace).Contains("rules allow", StringComparison.Ordinal), "the new rules are taken");
        Assert.Matches(@"^198\.1[89]\.\d+\.\d+ +two\.example\ndone\n$", Answer(workspace, 2));

        _ = workspace.Write(rules, "allow one.example\nthis is no rule\n");
        Eventually.Holds(() => Log(workspace).Contains("the old ones stay", StringComparison.Ordinal), "the broken rules are noticed");
        Assert.Matches(@"^198\.1[89]\.\d+\.\d+ +two\.example\ndone\n$", Answer(workspace, 3));
        _ = process.WaitForExit().ExpectExit();
    }

    private static string Answer(Workspace workspace, int number)
    {
        _ = workspace.Write(workspace.At("project", ".git", "objects", $"go{number}"), string.Empty);
        string answer = workspace.At("project", $"answer.{number}");
        Eventually.Holds(() => File.Exists(answer), "the name was looked up");
        return File.ReadAllText(answer);
    }

    private static string Log(Workspace workspace) => ProcessRun.Run(workspace.Sandbox(["network", "log", workspace.Project])).ExpectExit().OutputText;
}
