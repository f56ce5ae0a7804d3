namespace Sandbox.Integration.Tests;

/// <summary>GW-22: what one session writes where the next one's programs look for their settings.</summary>
public sealed class SecondSessionTests(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    private static readonly string[] Settings =
    [
        ".claude/settings.json", ".claude/settings.local.json", ".claude/CLAUDE.md", ".claude/commands/x.md", ".claude/agents/x.md", ".claude/skills/x/SKILL.md", ".claude/plugins/x.json", ".claude.json", ".mcp.json",
        ".bashrc", ".bash_profile", ".profile", ".zshrc", ".gitconfig", ".config/git/config", ".npmrc", ".config/pip/pip.conf", ".ssh/config", ".local/bin/git", ".config/claude-sandbox/config.json", ".vimrc",
    ];

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Settings_that_a_session_writes_are_not_there_in_the_next(Identity identity)
    {
        using Workspace workspace = fixture.Create(identity);
        const string Mark = "WRITTEN_BY_THE_FIRST_SESSION";
        string write = string.Join("; ", Settings.Select(static f => $"mkdir -p $(dirname ~/{f}) 2> /dev/null; (echo {Mark} > ~/{f}) 2> /dev/null")) + $"; (echo {Mark} > .claude/settings.json) 2> /dev/null; ";
        const string Look = "grep -rls " + Mark + " ~ /etc /tmp /var/tmp . | sort | uniq | wc -l";

        string first = workspace.Inside(write + Look).ExpectExit().OutputText;
        string second = workspace.Inside(Look).ExpectExit().OutputText;

        // The control: while the first session ran, most of it was there.
        Assert.InRange(int.Parse(first, System.Globalization.CultureInfo.InvariantCulture), Settings.Length / 2, Settings.Length);
        Assert.Equal("0\n", second);
        Assert.Equal("0\n", workspace.Outside($"grep -rls {Mark} {workspace.Home} {workspace.Project} | wc -l").ExpectExit().OutputText);
    }
}
