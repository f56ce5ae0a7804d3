using Xunit.Abstractions;

namespace Sandbox.Integration.Tests;

/// <summary>FS-02: what the host does to protected names while a sandbox runs.</summary>
public sealed class HostSaveTests(ITestOutputHelper output)
{
    private const string KeepTrying = "echo ready; while :; do { mkdir -p .vscode && echo PWN > .vscode/tasks.json; } 2>/dev/null && echo WRITTEN; sleep 0.002; done";

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_protected_directory_stays_read_only_when_the_host_saves_into_it_by_rename(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string tasks = workspace.Write(workspace.At("project", ".vscode", "tasks.json"), "{}\n");
        using LiveProcess process = workspace.StartInside("echo ready; until [ -e .git/objects/go ]; do sleep 0.02; done; { echo PWN >> .vscode/tasks.json; } || echo refused; cat .vscode/tasks.json");
        _ = workspace.Outside("sed -i 's/{}/{ }/' .vscode/tasks.json && touch .git/objects/go").ExpectExit();

        Assert.Equal("ready\nrefused\n{ }\n", process.WaitForExit().ExpectExit().OutputText);
        Assert.Equal("{ }\n", File.ReadAllText(tasks));
    }

    /// <summary>The control for the whole check: this is why single files are never bound.</summary>
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_read_only_mount_of_a_single_file_vanishes_when_the_host_saves_by_rename(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string file = workspace.Write(workspace.At("project", "config"), "before\n");
        const string Script =
            "mount --bind config config && mount -o remount,bind,ro config && { echo PWN >> config; } 2>/dev/null || echo refused; echo ready; until [ -e go ]; do sleep 0.02; done; echo PWN >> config && echo WRITTEN";
        using LiveProcess process = ProcessRun.Start(workspace.Request("/usr/bin/unshare", "-Urm", "/bin/sh", "-c", Script));
        process.WaitForOutput("ready");
        _ = workspace.Outside("sed -i s/before/after/ config && touch go").ExpectExit();

        Assert.Equal("refused\nready\nWRITTEN\n", process.WaitForExit().OutputText);
        Assert.Equal("after\nPWN\n", File.ReadAllText(file));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Removing_a_placeholder_on_the_host_ends_the_sandbox_at_once(Identity identity) =>
        Uncover(identity, "rmdir .vscode", ".vscode", attempts: 10);

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Renaming_a_protected_directory_on_the_host_ends_the_sandbox(Identity identity) =>
        Uncover(identity, "mv .vscode aside", ".vscode", attempts: 2);

    private void Uncover(Identity identity, string command, string name, int attempts)
    {
        int written = 0;
        for (int attempt = 0; attempt < attempts; attempt++)
        {
            using Workspace workspace = Workspace.Create(identity);
            using LiveProcess process = workspace.StartInside(KeepTrying);
            _ = workspace.Outside(command).ExpectExit();

            ProcessResult result = process.WaitForExit().ExpectExit(125);
            Assert.Contains($"could not protect {workspace.Project}/{name}: ", result.ErrorText, StringComparison.Ordinal);
            written += result.OutputText.Contains("WRITTEN", StringComparison.Ordinal) ? 1 : 0;
        }

        output.WriteLine($"{written} of {attempts} attackers wrote between the host's command and the end of the sandbox");
    }
}
