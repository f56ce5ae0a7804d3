using System.Text.Json;

namespace Sandbox.Integration.Tests;

/// <summary>GW-19: what is not prevented is said, when the sandbox ends.</summary>
public sealed class ReportTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void What_tools_outside_would_run_or_obey_is_reported(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Write(workspace.At("project", ".envrc"), "export A=1\n");
        _ = workspace.Write(workspace.At("project", "unchanged", "Makefile"), "all:\n");
        _ = workspace.Outside("git init -q nested && git init -q quiet && mkdir -p .github/workflows && touch tool && chmod +x tool").ExpectExit();
        Thread.Sleep(50);
        const string Script =
            """
            echo evil >> .envrc; echo '{}' > package.json; mkdir -p deep/er; echo x > deep/er/Makefile; echo on: push > .github/workflows/ci.yml
            git init -q made; git init -q --bare bare; git -C nested config a.b c; mkdir w; echo 'gitdir: ../made/.git' > w/.git
            ln -s ../home/.ssh out; ln -s /etc/passwd deep/passwd; ln -s deep in; ln -s /usr/bin/python3 python; echo x > run; chmod +x run; echo text > text
            """;

        ProcessResult result = ProcessRun.Run(workspace.Sandbox("exec", "--network", "none", "--report", "-", workspace.Project, "--", "/bin/sh", "-c", Script)).ExpectExit();

        using JsonDocument report = JsonDocument.Parse(result.ErrorText[result.ErrorText.IndexOf('{', StringComparison.Ordinal)..]);
        Assert.Equal(1, report.RootElement.GetProperty("schemaVersion").GetInt32());
        Assert.True(report.RootElement.GetProperty("complete").GetBoolean());
        string[] findings = [.. report.RootElement.GetProperty("findings").EnumerateArray().Select(f => $"{f.GetProperty("kind")} {f.GetProperty("path")}").Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                "executable run", "file .envrc", "file .github/workflows/ci.yml", "file deep/er/Makefile", "file package.json", "link deep/passwd", "link out",
                "repository bare", "repository made/.git", "repository nested/.git", "repository w/.git",
            ],
            findings);
        Assert.Contains("look at these before you use tools here", result.ErrorText, StringComparison.Ordinal);
        // The clock of files goes in steps of some milliseconds: what was changed in the same one counts as new.
        Thread.Sleep(100);
        Assert.DoesNotContain("look at these", ProcessRun.Run(workspace.Sandbox("exec", "--network", "none", workspace.Project, "--", "true")).ErrorText, StringComparison.Ordinal);
    }

    [FactWithin(60)]
    public void Names_are_printable()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string text = ProcessRun.Run(workspace.Sandbox("exec", "--network", "none", "--report", "-", workspace.Project, "--", "/bin/sh", "-c", "mkdir \"$(printf 'a\\033[2J')\"; echo x > \"$(printf 'a\\033[2J')/Makefile\"")).ExpectExit().ErrorText;
        Assert.Contains("Makefile", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [FactWithin(60)]
    public void A_report_goes_to_a_file_that_the_sandbox_cannot_write()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string file = Path.Combine(workspace.Directory(workspace.At("reports")), "r.json");
        _ = workspace.Inside("git init -q made", "--report", file).ExpectExit();
        Assert.Contains("made/.git", File.ReadAllText(file), StringComparison.Ordinal);

        Assert.Contains("[CS104]", workspace.Inside("true", "--report", workspace.At("project", "r.json")).ExpectExit(125).ErrorText, StringComparison.Ordinal);
        Assert.Contains("[CS104]", workspace.Inside("true", "--report", "/nowhere/r.json").ExpectExit(125).ErrorText, StringComparison.Ordinal);
    }

    /// <summary>Without a repository git init makes one of the project's own, which git outside obeys.</summary>
    [FactWithin(60)]
    public void A_repository_made_of_the_project_itself_is_reported()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        _ = workspace.Outside("rm -rf .git").ExpectExit();
        Assert.Contains(".git (its settings or hooks are new", ProcessRun.Run(workspace.Sandbox("exec", "--network", "none", workspace.Project, "--", "git", "init", "-q")).ExpectExit().ErrorText, StringComparison.Ordinal);
    }
}
