namespace Sandbox.Integration.Tests;

/// <summary>CL-30: a tool that anybody could have put there is not taken, however early it is found.</summary>
public sealed class FakeToolTests
{
    private static readonly string[] Tools = ["bwrap", "docker", "podman", "git", "ssh", "qemu-system-x86_64", "systemd-nspawn", "newuidmap", "newgidmap", "flyctl", "nix", "sh", "id", "claude"];

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void No_verb_takes_a_tool_from_where_others_can_write(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string marker = workspace.At("home", "PWN");
        string open = Plant(workspace, workspace.At("open"), marker);
        string own = Plant(workspace, workspace.Project, marker);
        string link = workspace.Link(workspace.At("link"), own);
        File.SetUnixFileMode(open, (UnixFileMode)0b111_111_111);
        workspace.Environment["PATH"] = $".::bin:{open}:{own}:{link}:/usr/bin:/bin";

        // Functions and files that shells take over from their callers.
        string startup = workspace.Write(workspace.At("home", "startup"), $": > {marker}\n");
        workspace.Environment["ENV"] = startup;
        workspace.Environment["BASH_ENV"] = startup;
        foreach (string tool in Tools)
        {
            workspace.Environment[$"BASH_FUNC_{tool}%%"] = $"() {{ : > {marker}; }}";
        }

        string[][] commands =
        [
            ["exec", "-q", "--backend", "bubblewrap", ".", "--", "/bin/true"], ["exec", "-q", "--backend", "native", ".", "--", "/bin/true"], ["exec", "-q", "--backend", "auto", ".", "--", "/bin/true"],
            ["exec", "-q", "--tmux", ".", "--", "/bin/true"], ["plan", "--backend", "bubblewrap"], ["doctor"], ["doctor", "--json"], ["agent", "path"], ["list"], ["status"], ["stop"],
            ["network", "log", "."], ["generate", "--out", workspace.At("home", "flake")],
        ];
        Assert.All(commands, command =>
        {
            _ = ProcessRun.Run(workspace.Sandbox(command));
            Assert.False(File.Exists(marker), $"{string.Join(' ', command)}: {(File.Exists(marker) ? File.ReadAllText(marker) : string.Empty)}");
        });

        // The backend was there all the same.
        _ = workspace.Inside("exit 3", "--backend", "bubblewrap").ExpectExit(3);

        // The control: with this PATH another program runs the planted one.
        _ = ProcessRun.Run(workspace.Request("/usr/bin/env", "bwrap"));
        Assert.True(File.Exists(marker));
    }

    private static string Plant(Workspace workspace, string directory, string marker)
    {
        foreach (string tool in Tools)
        {
            File.SetUnixFileMode(workspace.Write(Path.Combine(directory, tool), $"#!/bin/sh\necho \"$0\" >> {marker}\n"), (UnixFileMode)0b111_101_101);
        }

        return directory;
    }
}
