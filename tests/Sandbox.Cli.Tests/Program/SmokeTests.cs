using Sandbox.Cli.Tests.Fixtures;

namespace Sandbox.Cli.Tests.Program;

/// <summary>The installed program with many combinations of flags: it does what is asked, or says why not, and leaves nothing in the project.</summary>
public sealed class SmokeTests
{
    /// <summary>Words separated by spaces (P is the project), exit code, what stdout is (null: anything), what stderr contains.</summary>
    public static TheoryData<string, int, string?, string> Lines => new()
    {
        { "--version", 0, null, "" },
        { "--help", 0, null, "" },
        { "run --help", 0, null, "" },
        { "agent --help", 0, null, "" },
        { "exec -q P -- true", 0, "", "" },
        { "exec P -- true", 0, "", "" },
        { "exec --network host P -- true", 0, "", "note: the sandbox uses the host's network" },
        { "exec --network none P -- true", 0, "", "" },
        { "exec -q P -- false", 1, "", "" },
        { "exec -q P -- sh -c exit\u00a042", 42, "", "" },
        { "exec -q P -- sh -c kill\u00a0-TERM\u00a0$$", 143, "", "" },
        { "exec -q P -- pwd", 0, "P\n", "" },
        { "exec -q -- pwd", 0, "P\n", "" },
        { "exec --quiet . -- pwd", 0, "P\n", "" },
        { "exec -q P -- echo -- --bind / / @x", 0, "-- --bind / / @x\n", "" },
        { "exec -q P -- -- true", 127, "", "--: command not found" },
        { "exec -q P -- --bind / / sh", 127, "", "--bind: command not found" },
        { "exec -q P -- - x", 127, "", "-: command not found" },
        { "exec -q P -- no-such-program", 127, "", "[CS303]" },
        { "exec -q P -- ./no-such-program", 127, "", "no such file inside the sandbox" },
        { "exec -q P -- /etc/hostname", 126, "", "make it executable" },
        { "exec -q P -- /usr", 126, "", "[CS304]" },
        { "exec -q --network none P -- cat /proc/net/route", 0, null, "" },
        { "exec -q --env A=1 --env=B=2 P -- sh -c echo\u00a0$A$B", 0, "12\n", "" },
        { "exec -q --env HOME P -- sh -c :", 0, "", "" },
        { "exec -q --ro /usr/share P -- true", 0, "", "" },
        { "exec -q --ro=/bin/sh P -- true", 0, "", "" },
        { "exec -q --ro P P -- sh -c touch\u00a0x\u00a0||\u00a0echo\u00a0refused", 0, "refused\n", "ead-only file system" },
        { "exec -q --forward git-config,nix-store P -- true", 0, "", "" },
        { "exec -q --credentials none P -- true", 0, "", "" },
        { "exec -q --credentials file P -- true", 0, "", "" },
        { "exec -q --allow-write all P -- ls -A", 0, "", "" },
        { "exec -q --allow-write .vscode --allow-write .idea P -- mkdir .vscode/x", 1, "", "No such file" },
        { "exec -q P -- mkdir .vscode/x", 1, "", "Read-only file system" },
        { "exec -q --allow-debug P -- true", 0, "", "" },
        { "exec -q --allow-nested-userns P -- true", 0, "", "" },
        { "exec -q --ask P -- true", 0, "", "" },
        { "exec -q --backend native P -- true", 0, "", "" },
        { "exec -q --backend auto P -- true", 0, "", "" },
        { "exec -q --agent sh P -- true", 0, "", "" },
        { "-q --agent /bin/echo P -- --help -- x", 0, "--help -- x\n", "" },
        { "run -q --agent pwd", 0, "P\n", "" },
        { "--shell -q P", 0, "", "" },
        { "plan P -- true", 0, null, "" },
        { "plan --json --network none P -- true", 0, null, "" },
        { "plan --shell --json P", 0, null, "" },
        { "exec nowhere -- true", 125, "", "no such project directory: nowhere" },
        { "pln", 125, "", "did you mean the verb plan?" },
        { "exec -q", 125, "", "exec needs a command" },
        { "plan --network x", 2, "", "use one of allowlist, none, host" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_command_line_does_what_it_says(string line, int code, string? output, string error)
    {
        using World world = new();

        // A no-break space stands for a space within a word.
        CliResult result = world.Start([.. line.Split(' ').Select(w => w == "P" ? world.Project : w.Replace('\u00a0', ' '))]).Expect(code);
        Assert.True(output is null || output == result.Output.Replace(world.Project, "P", StringComparison.Ordinal), result.Output);
        Assert.Contains(error, result.Error, StringComparison.Ordinal);
        Assert.True(error.Length > 0 || result.Error.Length == 0, result.Error);
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(world.Project));
    }
}
