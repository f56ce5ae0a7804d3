namespace Sandbox.Integration.Tests;

/// <summary>
/// The programs that <c>make build</c> made, and the real agent, in a directory that every user can enter: the repository may lie below
/// somebody's private home. Made once for a test run and removed with it.
/// </summary>
public static class Installation
{
    private const UnixFileMode Everybody = (UnixFileMode)0b111_101_101;
    private static readonly TimeSpan DownloadTime = TimeSpan.FromMinutes(15);
    private static readonly string[] Names = ["claude-sandbox", "claude-sandbox-cli", "claude-sandbox-exec", "claude-sandbox-probe", "claude-sandbox-guest"];
    private static readonly Lazy<TempDirectory> Place = new(Make);
    private static readonly Lazy<string> LazyAgent = new(InstallAgent);

    /// <summary>The names of the programs.</summary>
    public static IReadOnlyList<string> Programs => Names;

    /// <summary>Holds the programs.</summary>
    public static string Directory => Place.Value.Path;

    /// <summary>The program that verify runs inside.</summary>
    public static string Probe => Path.Combine(Directory, "claude-sandbox-probe");

    /// <summary>A directory called bin with nothing but the real agent in it, for PATH.</summary>
    public static string AgentDirectory => LazyAgent.Value;

    /// <summary>XDG_DATA_HOME with the agent in it, kept between runs; only the user of the tests may use it.</summary>
    public static string DataHome { get; } = Path.Combine(RepositoryPaths.Root, "out", "test-data");

    /// <summary>Hard-links, or copies where the file systems differ.</summary>
    public static void Share(string source, string target)
    {
        if (Libc.link(source, target) != 0)
        {
            File.Copy(source, target);
            File.SetUnixFileMode(target, File.GetUnixFileMode(source));
        }
    }

    private static TempDirectory Make()
    {
        TempDirectory directory = TempDirectory.Create(TempDirectoryAccess.Traversable);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => directory.Dispose();
        foreach (string name in Names)
        {
            string built = Path.Combine(RepositoryPaths.Root, "out", "bin", name);
            if (!File.Exists(built))
            {
                throw new TestFailureException($"{built} does not exist: run `make build` first");
            }

            // Copies: a rebuild while the tests run must not change what they run.
            File.Copy(built, directory.At(name));
            File.SetUnixFileMode(directory.At(name), Everybody);
        }

        return directory;
    }

    private static string InstallAgent()
    {
        _ = System.IO.Directory.CreateDirectory(DataHome);
        Dictionary<string, string> environment = new(ProcessRequest.MinimalEnvironment, StringComparer.Ordinal)
        {
            // npm needs to know the registry, and the developer's own settings do.
            ["HOME"] = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? string.Empty,
            ["XDG_DATA_HOME"] = DataHome,
        };
        foreach (string name in new[] { "HTTPS_PROXY", "https_proxy", "NODE_EXTRA_CA_CERTS", "NPM_CONFIG_REGISTRY", "npm_config_registry" })
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                environment[name] = value;
            }
        }

        ProcessRequest request = new(Path.Combine(Directory, Names[0]), ["agent", "install"]) { Environment = environment, TimeLimit = DownloadTime };
        string executable = ProcessRun.Run(request).ExpectExit().OutputText.TrimEnd('\n');
        string bin = Place.Value.Directory("agent", "bin");
        Share(executable, Path.Combine(bin, "claude"));

        // The store gives it to its owner alone; its directories, which nobody else can enter, are what keeps it so.
        File.SetUnixFileMode(Path.Combine(bin, "claude"), Everybody);
        return bin;
    }
}
