namespace Sandbox.Integration.Tests;

/// <summary>A project's configuration holds inside; and the payload, which can write it, gets nothing by that.</summary>
public sealed class ProjectFileTests
{
    // An allow-list gives every allowed name an address, whether or not anything can be reached behind it.
    private const string Look = "getent hosts registry.npmjs.org > /dev/null && echo NETWORK; touch \"$SHARED/x\" 2> /dev/null && echo WRITTEN; true";

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void What_it_takes_away_is_gone_inside(Identity identity)
    {
        using Workspace workspace = Create(identity);
        Assert.Equal("NETWORK\nWRITTEN\n", workspace.Inside(Look).ExpectExit().OutputText);

        _ = workspace.Write(File(workspace), """{ "network": { "mode": "none" }, "rw": [] }""");
        Assert.Empty(workspace.Inside(Look).ExpectExit().OutputText);

        // Not even an option brings it back: the file is about this project, whoever starts it.
        Assert.Empty(workspace.Inside(Look, "--network", "allowlist", "--rw", workspace.At("shared")).ExpectExit().OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_file_of_the_payload_s_changes_nothing_until_the_next_start_and_then_only_tightens(Identity identity)
    {
        using Workspace workspace = Create(identity);

        // By default the name cannot be made.
        Assert.Empty(workspace.Inside("echo '{}' 2> /dev/null > .claude-sandbox.json && echo MADE; true").OutputText);
        Assert.False(System.IO.File.Exists(File(workspace)));

        const string Tighten = """echo '{ "network": { "mode": "none" }, "rw": [] }' > .claude-sandbox.json; """;
        Assert.Equal("NETWORK\nWRITTEN\n", workspace.Inside(Tighten + Look, "--allow-write", ".claude-sandbox.json").ExpectExit().OutputText);
        Assert.Empty(workspace.Inside(Look).ExpectExit().OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_payload_that_writes_itself_more_is_refused_at_the_next_start(Identity identity)
    {
        using Workspace workspace = Create(identity);
        string secret = workspace.Directory(workspace.At("secret"));
        string more = $$"""{ "network": { "mode": "host", "allow": ["any"] }, "rw": ["{{secret}}"], "env": ["TOKEN"], "allowNestedUserns": true }""";
        _ = workspace.Inside($"echo '{more}' > .claude-sandbox.json", "--allow-write", ".claude-sandbox.json").ExpectExit();

        ProcessResult refused = workspace.Inside("echo STARTED");
        Assert.Equal(125, refused.ExitCode);
        Assert.Empty(refused.OutputText);
        string[] lines = refused.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, lines.Length);
        Assert.All(lines, static l => Assert.EndsWith("[CS111]", l, StringComparison.Ordinal));

        // The same words of the user's do it.
        System.IO.File.Delete(File(workspace));
        _ = workspace.Write(UserFile(workspace), $$"""{ "rw": ["{{secret}}"] }""");
        Assert.Equal("WRITTEN\n", workspace.Inside($"touch {secret}/x && echo WRITTEN").ExpectExit().OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_second_start_beside_a_running_sandbox_takes_its_placeholder_for_nothing(Identity identity)
    {
        using Workspace workspace = Create(identity);
        using LiveProcess process = workspace.StartInside("echo ready; until [ -e done ]; do sleep 0.02; done");
        Assert.True(Directory.Exists(File(workspace)));
        Assert.Equal("NETWORK\nWRITTEN\n", workspace.Inside(Look).ExpectExit().OutputText);
        _ = workspace.Write(workspace.At("project", "done"), string.Empty);
        _ = process.WaitForExit().ExpectExit();
        Assert.False(Directory.Exists(File(workspace)));
    }

    private static Workspace Create(Identity identity)
    {
        Workspace workspace = Workspace.Create(identity);
        string shared = workspace.Directory(workspace.At("shared"));
        _ = workspace.Write(UserFile(workspace), $$"""{ "rw": ["{{shared}}"], "env": ["SHARED={{shared}}"] }""");
        return workspace;
    }

    private static string File(Workspace workspace) => workspace.At("project", ".claude-sandbox.json");

    private static string UserFile(Workspace workspace) => workspace.At("home", ".config", "claude-sandbox", "config.json");
}
