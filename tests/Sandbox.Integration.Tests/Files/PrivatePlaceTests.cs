namespace Sandbox.Integration.Tests;

/// <summary>FS-19, FS-27 and FS-30: what is private is empty, what is denied says so, and what is written outside the project stays inside.</summary>
public sealed class PrivatePlaceTests
{
    private static readonly string[] Trusted =
    [
        ".local/bin/ls", ".cargo/bin/cargo", ".npm-global/bin/npm", "go/bin/go", ".dotnet/tools/x", ".nuget/packages/x/build/x.targets", ".m2/settings.xml",
        ".gradle/init.d/x.gradle", ".cache/pip/x", ".npm/_cacache/x", ".config/nvim/init.lua", ".vimrc", ".bashrc", ".profile", ".config/autostart/x.desktop",
        ".config/systemd/user/x.service", ".ssh/authorized_keys", ".gitconfig", ".claude/settings.json", ".claude/CLAUDE.md",
    ];

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void What_the_agent_puts_where_host_programs_look_stays_inside(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string script = string.Join('\n', Trusted.Select(static f => $"mkdir -p ~/{Path.GetDirectoryName(f)}; printf '#!/bin/sh\\ntouch PWN\\n' > ~/{f}; chmod +x ~/{f}"));
        _ = workspace.Inside("true").ExpectExit();
        Census home = Census.Take(workspace.Scope with { Directories = [workspace.Home] });

        _ = workspace.Inside(script);

        home.AssertRestored(TimeSpan.FromSeconds(5));
        _ = workspace.Outside(script).ExpectExit();
        Assert.All(Trusted, f => Assert.Contains("PWN", File.ReadAllText(Path.Combine(workspace.Home, f)), StringComparison.Ordinal));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Shared_temporary_places_are_private_empty_and_bounded(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string[] places = ["/dev/shm", "/tmp", "/var/tmp"];
        string name = $"sandbox-canary-{Guid.NewGuid():N}";
        string search = $"grep -rls {workspace.Decoys.Tag} {string.Join(' ', places.Select(p => $"{p}/{name}"))} /run/{name}; ls {string.Join(' ', places)} /run /run/user | grep {name}; true";
        try
        {
            Array.ForEach(places, p => workspace.Write($"{p}/{name}", workspace.Decoys.Tag));
            Assert.Empty(workspace.Inside(search).OutputText);
            Assert.Equal(2 * places.Length, workspace.Outside(search).OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

            _ = workspace.Inside($"for p in {string.Join(' ', places)} /run/user/{identity.UserId}; do echo x > $p/{name}-inside || exit 1; done").ExpectExit();
            Assert.All(places, p => Assert.False(File.Exists($"{p}/{name}-inside"), p));
        }
        finally
        {
            Array.ForEach(places, p => File.Delete($"{p}/{name}"));
        }

        string sizes = workspace.Inside("for p in / /tmp /var/tmp /dev/shm /run /dev ~; do stat -f -c '%b %c' $p; done").ExpectExit().OutputText;
        Assert.All(sizes.Split('\n', StringSplitOptions.RemoveEmptyEntries), static l => Assert.DoesNotContain(" 0", l, StringComparison.Ordinal));
        Assert.Equal($"{identity.UserId}\n", workspace.Inside("ls /run/user").OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_denied_write_fails_and_does_not_pretend(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string read = workspace.Write(workspace.At("read", "file"), "before\n");
        string[] attempts =
        [
            "echo x > ~/.ssh/f", "mkdir -p /denied/a", "mkdir -p /home/somebody", "touch /usr/x", "touch /etc/x", "echo x >> /etc/passwd", "touch /x", "mkdir /sys",
            $"echo x > {read}", $"rm {read}", "echo x > .vscode/f", "mkdir .claude/x", "rmdir .envrc", "echo x > .mcp.json",
        ];
        string script = string.Join('\n', attempts.Select(static a => $"( {a} ) 2>/dev/null && echo \"DID {a}\"")) + "\ntrue";

        Assert.Empty(workspace.Inside(script, "--ro", workspace.At("read")).OutputText);
        Assert.Equal("before\n", File.ReadAllText(read));
        string outside = workspace.Outside($"( {attempts[0]} ) && echo DID; mkdir .vscode .claude && ( {attempts[10]} && {attempts[11]} ) && echo DID").OutputText;
        Assert.Equal("DID\nDID\n", outside);
    }
}
