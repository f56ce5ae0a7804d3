namespace Sandbox.Integration.Tests;

/// <summary>LR-14: a hundred launches at the same time.</summary>
public sealed class ParallelLaunchTests
{
    private const int Launches = 100;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void A_hundred_launches_at_once_in_one_project_all_run_and_leave_nothing(Identity identity) =>
        Launch(identity, static (_, _) => "project");

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void A_hundred_launches_at_once_in_as_many_projects_all_run_and_leave_nothing(Identity identity) =>
        Launch(identity, static (workspace, i) => Path.GetFileName(workspace.Directory(workspace.At($"project-{i}"))));

    /// <param name="identity">Who launches.</param>
    /// <param name="project">The name, below the workspace, of the project of a launch; made here.</param>
    private static void Launch(Identity identity, Func<Workspace, int, string> project)
    {
        using Workspace workspace = Workspace.Create(identity);
        string[] projects = [.. Enumerable.Range(0, Launches).Select(i => workspace.At(project(workspace, i)))];
        CensusScope scope = workspace.Scope with { Directories = projects.Distinct().ToArray() };
        Census before = Census.Take(scope);

        Soak.Rounds("launches at once", _ =>
        {
            LiveProcess[] all = [.. projects.Select(p => ProcessRun.Start(workspace.Sandbox(["exec", "-q", p, "--", "/bin/sh", "-c", "echo ran; mkdir .vscode/x 2>&1"]) with { TimeLimit = TimeSpan.FromSeconds(100) }))];
            try
            {
                foreach (ProcessResult result in all.Select(static p => p.WaitForExit()))
                {
                    Assert.Matches(@"\Aran\n.*Read-only file system\n\z", result.ExpectExit(1).OutputText);
                }
            }
            finally
            {
                Array.ForEach(all, static p => p.Dispose());
            }

            before.AssertRestored(Settle);
            Assert.Empty(Directory.EnumerateFiles(workspace.StateHome, "*.placeholders", SearchOption.AllDirectories));
            return Launches;
        });
    }
}
