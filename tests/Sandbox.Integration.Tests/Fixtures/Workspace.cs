namespace Sandbox.Integration.Tests;

/// <summary>
/// One identity's home with decoys, one git project, and the programs under a path of its own, so that every process of a sandbox made
/// here can be told from others by that path.
/// </summary>
public sealed class Workspace : IDisposable
{
    /// <summary>What the agent is given as its credential.</summary>
    public const string ApiKey = "sk-ant-offline-integration-test-key-0001";

    private readonly TempDirectory _root;

    private Workspace(Identity identity)
    {
        Identity = identity;
        _root = TempDirectory.CreateFor(identity);
    }

    public Identity Identity { get; }

    /// <summary>For every command.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(60);

    public Decoys Decoys { get; } = new();

    /// <summary>Everything of this workspace is below it.</summary>
    public string Root => _root.Path;

    public string Home => _root.At("home");

    public string Project => _root.At("project");

    public string StateHome => Path.Combine(Home, ".local", "state");

    /// <summary>The starter.</summary>
    public string Program => _root.At("bin", "claude-sandbox");

    /// <summary>Variables of every command, before those that a test adds.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public static Workspace Create(Identity identity)
    {
        Workspace workspace = new(identity);
        workspace.Environment["HOME"] = workspace.Home;
        workspace.Environment["LANG"] = "C.UTF-8";
        workspace.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        if (TestBackend.Other is { } backend)
        {
            workspace.Environment["CLAUDE_SANDBOX_BACKEND"] = backend;
        }

        string bin = workspace._root.Directory("bin");
        foreach (string name in Installation.Programs)
        {
            Installation.Share(Path.Combine(Installation.Directory, name), Path.Combine(bin, name));
        }

        foreach (string name in Decoys.Files)
        {
            _ = workspace.Write(Path.Combine(workspace.Home, name), workspace.Decoys.Contents(name));
        }

        _ = workspace.Directory(workspace.Project);
        _ = workspace.Outside("git init -q -b main . && git config user.name tester && git config user.email tester@example.invalid").ExpectExit();
        return workspace;
    }

    /// <summary>Puts the real agent on PATH, with a key, and points it at a server.</summary>
    public Workspace WithAgent(Uri api)
    {
        Environment["PATH"] = $"{Installation.AgentDirectory}:{Environment["PATH"]}";
        Environment["ANTHROPIC_API_KEY"] = ApiKey;
        Environment["ANTHROPIC_BASE_URL"] = api.ToString().TrimEnd('/');
        Environment["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1";
        return this;
    }

    /// <summary>A path below the root; nothing is made.</summary>
    public string At(params string[] names) => _root.At(names);

    /// <summary>A directory, with its parents, that belongs to the identity.</summary>
    public string Directory(string path)
    {
        if (!System.IO.Directory.Exists(path))
        {
            _ = Directory(Path.GetDirectoryName(path)!);
            _ = System.IO.Directory.CreateDirectory(path);
            Own(path);
        }

        return path;
    }

    /// <summary>A file that belongs to the identity.</summary>
    public string Write(string path, string text)
    {
        _ = Directory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        Own(path);
        return path;
    }

    /// <summary>A symbolic link that belongs to the identity.</summary>
    public string Link(string path, string target)
    {
        _ = Directory(Path.GetDirectoryName(path)!);
        _ = File.CreateSymbolicLink(path, target);
        Own(path);
        return path;
    }

    /// <summary>The probe program in the project, which is the same path inside and outside.</summary>
    public string Probe()
    {
        string path = Path.Combine(Project, "probe");
        if (!File.Exists(path))
        {
            File.Copy(ProbeProgram.Path, path);
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
            Own(path);
        }

        return path;
    }

    /// <summary>A request for claude-sandbox with these arguments, in the project, as the identity.</summary>
    public ProcessRequest Sandbox(params IReadOnlyList<string> arguments) => Request(Program, arguments);

    /// <summary>A request for any program with the same surroundings: the control arm.</summary>
    public ProcessRequest Request(string program, params IReadOnlyList<string> arguments) =>
        Identity.Wrap(Plain(program, arguments));

    /// <summary>As <see cref="Request"/>, for what takes the identity apart from the request.</summary>
    public ProcessRequest Plain(string program, params IReadOnlyList<string> arguments) => new(program, arguments)
    {
        Environment = new Dictionary<string, string>(Environment, StringComparer.Ordinal),
        WorkingDirectory = System.IO.Directory.Exists(Project) ? Project : Root,
        TimeLimit = TimeLimit,
    };

    /// <summary>A shell script inside the default sandbox.</summary>
    public ProcessResult Inside(string script, params IReadOnlyList<string> options) => ProcessRun.Run(InsideRequest(script, options));

    /// <inheritdoc cref="Inside"/>
    public ProcessRequest InsideRequest(string script, params IReadOnlyList<string> options) =>
        Sandbox(["exec", "-q", .. options, Project, "--", "/bin/sh", "-c", script]);

    /// <summary>The same script without a sandbox.</summary>
    public ProcessResult Outside(string script) => ProcessRun.Run(Request("/bin/sh", "-c", script));

    /// <summary>Starts a script inside and waits until it has written "ready".</summary>
    public LiveProcess StartInside(string script, params IReadOnlyList<string> options)
    {
        LiveProcess process = ProcessRun.Start(InsideRequest(script, options));
        process.WaitForOutput("ready");
        return process;
    }

    /// <summary>Processes that carry this workspace's path, every mount below it, and the project's files.</summary>
    public CensusScope Scope => new() { Marker = Root, MountsUnder = [Root], Directories = [Project], Cgroups = [] };

    public void Dispose()
    {
        LeftGroups.Remove(StateHome);
        if (Environment.TryGetValue("XDG_STATE_HOME", out string? state))
        {
            LeftGroups.Remove(state);
        }

        _root.Dispose();
    }

    private void Own(string path)
    {
        if (TestHost.IsRoot && Libc.lchown(path, Identity.UserId, Identity.GroupId) != 0)
        {
            throw new TestFailureException($"cannot give {path} to {Identity}");
        }
    }
}
