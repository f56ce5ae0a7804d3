using Sandbox.Cli.Hosting;

namespace Sandbox.Cli.Tests.Fixtures;

/// <summary>A user's home, a project and nothing else, looked at before and after: what is refused must leave no trace.</summary>
internal sealed class World : IDisposable
{
    private readonly TempDirectory _root;
    private Census? _before;

    public World(Identity? identity = null)
    {
        Identity = identity ?? (TestHost.IsRoot ? Identity.Root : Identity.User);
        _root = TempDirectory.CreateFor(Identity);
        Home = Make("home");
        Project = Make("project");
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = Home, ["PATH"] = "/usr/bin:/bin", ["LANG"] = "C.UTF-8", ["TERM"] = "xterm" };
    }

    public Identity Identity { get; }

    public string Root => _root.Path;

    public string Home { get; }

    public string Project { get; }

    public Dictionary<string, string> Environment { get; }

    /// <summary>Makes a directory that belongs to the user of this world.</summary>
    public string Make(string name)
    {
        string path = _root.Directory(name);
        Give(path);
        return path;
    }

    public string WriteFile(string name, string text)
    {
        string path = _root.WriteFile(name, text);
        Give(path);
        return path;
    }

    /// <summary>Remembers everything in this world.</summary>
    public void Remember() => _before = Census.Take(new CensusScope { Programs = [], MountsUnder = [], Cgroups = [], Directories = [Root] });

    /// <exception cref="TestFailureException">Something came, went or changed since <see cref="Remember"/>.</exception>
    public void AssertUntouched() => _before!.AssertRestored();

    /// <summary>The command line in this process, with this world's variables.</summary>
    public CliResult Run(params IReadOnlyList<string> arguments)
    {
        Remember();
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        int code = Cli.Program.Run(arguments, Host(output, error));
        return new CliResult(this, string.Join(' ', arguments), code, output.ToString(), error.ToString());
    }

    /// <summary>This world, for what runs in this process; the machine's own configuration is not of this world.</summary>
    public CliHost Host(TextWriter output, TextWriter error) => new()
    {
        Out = output,
        Error = error,
        Environment = Environment,
        ProgramDirectory = InstalledProgram.Directory,
        SystemConfiguration = _root.At("etc"),
    };

    /// <summary>The installed program, as this world's user, in the project.</summary>
    public CliResult Start(params IReadOnlyList<string> arguments) => Start(new ProcessRequest(InstalledProgram.Path, arguments) { WorkingDirectory = Project, Environment = Environment });

    /// <summary>Some program that starts ours; its variables are this world's.</summary>
    public CliResult Shell(string script, params IReadOnlyList<string> arguments) =>
        Start(new ProcessRequest("/bin/sh", ["-c", script, "sh", .. arguments]) { WorkingDirectory = Project, Environment = Environment }.WithVariable("SANDBOX", InstalledProgram.Path));

    private CliResult Start(ProcessRequest request)
    {
        Remember();
        ProcessResult result = ProcessRun.RunAs(Identity, request);
        Assert.False(result.OutputHeldOpen, result.ToString());
        return new CliResult(this, string.Join(' ', request.Arguments), result.ExitCode ?? -1, result.OutputText, result.ErrorText) { OutputBytes = result.Output };
    }

    public void Dispose() => _root.Dispose();

    private void Give(string path)
    {
        if (TestHost.IsRoot && Identity != Identity.Root)
        {
            _ = ProcessRun.Run("/usr/bin/chown", "-h", $"{Identity.UserId}:{Identity.GroupId}", path).ExpectExit();
        }
    }
}
