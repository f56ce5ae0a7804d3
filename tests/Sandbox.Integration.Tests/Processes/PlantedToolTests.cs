namespace Sandbox.Integration.Tests;

/// <summary>PR-18 and DN-01: programs that lie in the project are never started outside, however PATH is set.</summary>
public sealed class PlantedToolTests(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    private static readonly string[] Tools =
    [
        "bash", "bwrap", "claude", "claude-sandbox-cli", "claude-sandbox-exec", "docker", "dotnet", "env", "git", "id", "ldconfig", "ldd", "ls", "newgidmap", "newuidmap", "nix", "node",
        "npm", "npx", "pasta", "podman", "rg", "sh", "slirp4netns", "socat", "ssh", "stty", "sudo", "systemd-run", "tmux", "true", "uname", "unshare", "which", "xdg-open",
    ];

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void No_verb_runs_a_program_of_the_project(Identity identity)
    {
        using Workspace workspace = fixture.Create(identity);
        string marker = Plant(workspace);
        string path = workspace.Environment["PATH"];
        workspace.Environment["PATH"] = $".:{workspace.Project}::{path}";

        string[][] commands =
        [
            ["exec", "-q", ".", "--", "/bin/true"], ["exec", "-q", ".", "--", "ls", "/"], ["plan"], ["plan", "--json", "--", "true"], ["agent", "path"], ["--help"], ["--version"],
            ["-q", "--shell", "."], [".", "--", "-p", "hello"], ["exec", "-q", "nowhere", "--", "true"], ["exec", "-q", ".", "--", "no-such-command"],
        ];
        Assert.All(commands, command =>
        {
            _ = ProcessRun.Run(workspace.Sandbox(command));
            Assert.False(File.Exists(marker), string.Join(' ', command));
        });

        Assert.Equal($"{Installation.AgentDirectory}/claude\n", ProcessRun.Run(workspace.Sandbox("agent", "path")).ExpectExit().OutputText);
        Assert.Contains("usr\n", ProcessRun.Run(workspace.Sandbox("exec", "-q", ".", "--", "ls", "/")).ExpectExit().OutputText, StringComparison.Ordinal);
        _ = workspace.Outside("git --version");
        Assert.True(File.Exists(marker), "the control: with this PATH any other program would have run them");
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Installing_the_agent_in_a_hostile_project_uses_neither_its_npm_nor_its_node(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string marker = Plant(workspace);
        string tools = workspace.Directory(workspace.At("tools"));
        foreach (string name in new[] { "npm", "node" })
        {
            Script(workspace.Write(Path.Combine(tools, name), "#!/bin/sh\necho \"$0 $*\" >> \"$(dirname \"$0\")/called\"\nexit 1\n"));
        }

        workspace.Environment["PATH"] = $".:{workspace.Project}:{tools}:/usr/bin:/bin";
        ProcessResult result = ProcessRun.Run(workspace.Sandbox("agent", "install"));

        Assert.Equal(1, result.ExitCode);
        Assert.False(File.Exists(marker), "a program of the project ran");
        Assert.Contains($"{tools}/n", File.ReadAllText(Path.Combine(tools, "called")), StringComparison.Ordinal);
    }

    private static string Plant(Workspace workspace)
    {
        // Outside the project, so that what runs inside cannot make it.
        string marker = workspace.At("PWN");
        foreach (string tool in Tools)
        {
            Script(workspace.Write(workspace.At("project", tool), $"#!/bin/sh\n: > {marker}\n"));
        }

        _ = workspace.Write(workspace.At("project", ".npmrc"), $"script-shell={workspace.Project}/sh\nnode={workspace.Project}/node\n");
        return marker;
    }

    private static void Script(string path) => File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
}
