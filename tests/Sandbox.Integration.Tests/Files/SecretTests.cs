namespace Sandbox.Integration.Tests;

/// <summary>FS-08 and FS-09: nothing of the home directory is inside, by no name and no detour.</summary>
public sealed class SecretTests(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void No_secret_of_the_home_directory_can_be_read_inside(Identity identity)
    {
        // With the agent, because its private home is where a secret could slip in.
        using Workspace workspace = fixture.Create(identity);
        string reads = string.Join('\n', Decoys.Files.Select(static f => $"cat ~/{f} 2>/dev/null && echo \"READ {f}\""));
        string search = $"grep -rl --binary-files=text {workspace.Decoys.Tag} / --exclude-dir=proc --exclude-dir=usr 2>/dev/null";

        string inside = workspace.Inside($"{reads}\n{search}").OutputText;
        string outside = workspace.Outside($"{reads}\ngrep -rl {workspace.Decoys.Tag} ~").OutputText;

        // The agent's own state file is there, made anew.
        Assert.DoesNotContain(workspace.Decoys.Tag, inside, StringComparison.Ordinal);
        Assert.Equal(["READ .claude.json"], inside.Split('\n').Where(static l => l.StartsWith("READ", StringComparison.Ordinal)));
        Assert.DoesNotContain(workspace.Root, inside.Replace($"\"{workspace.Project}\"", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(Decoys.Files, f => Assert.Contains($"READ {f}\n", outside, StringComparison.Ordinal));
        Assert.All(Decoys.Files, f => Assert.Contains($"{workspace.Home}/{f}\n", outside, StringComparison.Ordinal));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Gits_plain_text_passwords_stay_outside_while_its_settings_come_in(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Write(workspace.At("home", ".config", "git", "config"), "[user]\n\tname = from the settings\n");
        const string Script = "git config --global user.name; ls ~/.config/git; cat ~/.config/git/credentials ~/.git-credentials";

        Assert.Equal("from the settings\nconfig\n", workspace.Inside(Script).OutputText);
        Assert.Contains(workspace.Decoys.Tag, workspace.Outside(Script).OutputText, StringComparison.Ordinal);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void The_magic_links_of_proc_lead_nowhere_outside(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using LiveProcess victim = ProcessRun.Start(workspace.Request("/usr/bin/sleep", "600"));
        string key = workspace.At("home", ".ssh", "id_ed25519");
        string script =
            $$"""
            for p in /proc/[0-9]* /proc/self /proc/thread-self /proc/1/task/1; do
              cat "$p/root{{key}}" "$p/cwd/../home/.ssh/id_ed25519" "$p/cwd{{key}}"
              for f in "$p"/fd/*; do cat "$f/../../{{key}}" "$f/{{key}}"; done
            done 2>/dev/null
            cat "/proc/self/cwd/../home/.ssh/id_ed25519" "/proc/{{victim.Id}}/root{{key}}"
            true
            """;

        Assert.Empty(workspace.Inside(script).OutputText);
        Assert.True(workspace.Outside(script).OutputText.Split(workspace.Decoys.Marker(".ssh/id_ed25519")).Length > 4, "the control found too little");
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void The_name_of_the_host_and_its_users_are_not_inside(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string host = File.ReadAllText("/proc/sys/kernel/hostname").Trim();

        string inside = workspace.Inside("cat /etc/hostname /proc/sys/kernel/hostname; uname -n; cut -d: -f1 /etc/passwd | sort | tr '\\n' ' '; ls /etc/shadow /etc/gshadow /etc/sudoers").OutputText;

        Assert.StartsWith("claude-sandbox\nclaude-sandbox\nclaude-sandbox\n", inside, StringComparison.Ordinal);
        Assert.EndsWith(identity.UserId == 0 ? "\nnobody root " : "\nnobody root user ", inside, StringComparison.Ordinal);
        Assert.Equal($"{host}\n", workspace.Outside("uname -n").OutputText);
        Assert.Contains("daemon", workspace.Outside("cut -d: -f1 /etc/passwd").OutputText, StringComparison.Ordinal);
    }
}
