namespace Sandbox.Bench;

/// <summary>The directory of one run, readable by every user: programs, sources of the binds, a home, what is measured.</summary>
/// <param name="root">Absolute, made by scripts/bench.</param>
/// <param name="user">Who measures; each has a directory of their own below.</param>
internal sealed class Stage(string root, string user)
{
    private const int LargestBindCount = 200;

    public string Launcher => Path.Combine(root, "bin/claude-sandbox");

    public string Executor => Path.Combine(root, "bin/claude-sandbox-exec");

    public string Hello => Path.Combine(root, "hello/bench-hello");

    /// <summary>XDG_DATA_HOME with the kernel for virtual machines, when their suite was asked for.</summary>
    public string Data => Path.Combine(root, "data");

    public string SandboxRuntime => Path.Combine(root, "srt/node_modules/.bin/srt");

    /// <summary>The user's own, made by scripts/bench.</summary>
    public string Directory => Path.Combine(root, user);

    public string Home => Path.Combine(Directory, "home");

    public string Project => Path.Combine(Home, "project");

    public string SandboxRuntimeSettings => Path.Combine(Directory, "srt-settings.json");

    /// <summary>Everything that a launch may see of the caller.</summary>
    public IReadOnlyList<string> Environment =>
        [$"HOME={Home}", $"PATH={Home}/.local/bin:/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "TERM=dumb"];

    public string File(string name) => Path.Combine(Directory, name);

    /// <summary>Small directories to bind, each with one file.</summary>
    public IReadOnlyList<string> BindSources() => [.. Enumerable.Range(0, LargestBindCount).Select(i => File($"binds/{i:D3}"))];

    public void Prepare()
    {
        foreach (string source in BindSources())
        {
            System.IO.Directory.CreateDirectory(source);
            System.IO.File.WriteAllText(Path.Combine(source, "file"), "small\n");
        }

        System.IO.Directory.CreateDirectory(Project);
        System.IO.File.WriteAllText(
            SandboxRuntimeSettings,
            """{"network":{"allowedDomains":[],"deniedDomains":[]},"filesystem":{"denyRead":[],"allowWrite":["."],"denyWrite":[]}}""" + "\n");
        PrepareAgent();
    }

    // What the agent's own installer leaves behind; the program is a stand-in, because only finding it is measured.
    private void PrepareAgent()
    {
        string versions = Path.Combine(Home, ".local/share/claude/versions");
        string programs = Path.Combine(Home, ".local/bin");
        System.IO.Directory.CreateDirectory(versions);
        System.IO.Directory.CreateDirectory(programs);
        System.IO.Directory.CreateDirectory(Path.Combine(Home, ".claude"));
        string agent = Path.Combine(versions, "2.1.329");
        System.IO.File.Copy("/usr/bin/true", agent);
        System.IO.File.CreateSymbolicLink(Path.Combine(programs, "claude"), agent);
        System.IO.File.WriteAllText(Path.Combine(Home, ".claude.json"), """{"theme":"dark","hasCompletedOnboarding":true,"numStartups":12,"lastOnboardingVersion":"2.1.329"}""");
        System.IO.File.WriteAllText(Path.Combine(Home, ".claude/settings.json"), """{"model":"opus","env":{"EDITOR":"vi"}}""");
    }
}
