using System.Globalization;
using Sandbox.Linux.Files;
using Sandbox.Linux.Kernel;
using Sandbox.Linux.Processes;
using Sandbox.Verify.Running;

namespace Sandbox.Verify.Decoys;

/// <summary>
/// A home with secrets, a project, servers and processes that nobody owns: what attacks of one arm reach for. Everything carries the scene's own
/// <see cref="Tag"/>, so that what is found says where it came from. Removed when disposed of.
/// </summary>
internal sealed class Scene : IDisposable
{
    private readonly string _probe;
    private readonly CancellationToken _stop;

    private readonly IReadOnlyList<string> _variables;
    private FileLock? _lock;

    private Scene(string probe, string root, string tag, IReadOnlyList<string> variables, CancellationToken stop)
    {
        _variables = variables;
        _probe = probe;
        _stop = stop;
        Root = root;
        Tag = tag;
        Places = new SharedPlaces(tag);
        Sockets = new DecoySockets(Runtime, tag);
    }

    /// <summary>Unpredictable letters and digits.</summary>
    public string Tag { get; }

    /// <summary>Others, the value of the variables that are secret: these may be let in by name.</summary>
    public string Password { get; } = "p" + Convert.ToHexStringLower(KernelRandom.Bytes(12));

    public string Root { get; }

    public string Home => Path.Combine(Root, "home");

    public string Project => Path.Combine(Root, "project");

    /// <summary>Shared read-only with the sandbox.</summary>
    public string Shared => Path.Combine(Root, "shared");

    /// <summary>XDG_RUNTIME_DIR.</summary>
    public string Runtime => Path.Combine(Root, "run");

    /// <summary>The probe in the project, at the same path inside and outside.</summary>
    public string Probe => Path.Combine(Project, "probe");

    /// <summary>Scripts under the names of programs that a launcher may run.</summary>
    public string Tools => Path.Combine(Project, "tools");

    /// <summary>What a planted tool makes when it runs.</summary>
    public string Pwned => Path.Combine(Root, "PWNED");

    /// <summary>Purpose of the one port that the sandbox's rules name.</summary>
    public const string Allowed = "allowed";

    /// <summary>Servers of this machine.</summary>
    public DecoyPorts Ports { get; } = new();

    public SharedPlaces Places { get; }

    public DecoySockets Sockets { get; }

    public Runner Runner { get; private set; } = null!;

    /// <summary>A process with the tag in its environment, a kernel key and shared memory.</summary>
    public DecoyProcess Decoy { get; private set; } = null!;

    /// <summary>A process to be killed.</summary>
    public StandingProgram Victim { get; private set; } = null!;

    /// <summary>NAME=VALUE, of the launcher and of the control.</summary>
    public IReadOnlyList<string> Environment { get; private set; } = [];

    /// <param name="probe">Path of the probe program.</param>
    /// <param name="configuration">The project's configuration file; null for none.</param>
    /// <param name="variables">Further ones, NAME=VALUE.</param>
    /// <param name="stop">Ends what runs in it.</param>
    public static Scene Create(string probe, byte[]? configuration, IReadOnlyList<string> variables, CancellationToken stop)
    {
        string tag = "t" + Convert.ToHexStringLower(KernelRandom.Bytes(12));
        string root = Directory.CreateTempSubdirectory(DeadRuns.Root).FullName;
        Scene scene = new(probe, root, tag, variables, stop);
        try
        {
            scene._lock = DeadRuns.Hold(root);
            scene.Fill(configuration);
            return scene;
        }
        catch
        {
            scene.Dispose();
            throw;
        }
    }

    /// <summary>A file of the scene, with its directories.</summary>
    public static string Write(string path, string text)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public bool Exists(params string[] names) => Path.Exists(Path.Combine([Project, .. names]));

    public void Dispose()
    {
        Decoy?.Dispose();
        Victim?.Dispose();
        Sockets.Dispose();
        Ports.Dispose();
        Places.Dispose();

        // What attacks have made is removed by descriptor and without following links.
        using SpawnedProcess remover = Spawn.Start(_probe, [_probe, "remove", Root], [], []);
        _ = remover.Wait();
        _lock?.Dispose();
    }

    private void Fill(byte[]? configuration)
    {
        foreach (string directory in new[] { Home, Project, Shared, Runtime, Path.Combine(Root, "runs") })
        {
            _ = Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Secrets.Write(Home, Tag);
        DecoyProject.Write(this, _probe);
        _ = Write(Path.Combine(Shared, "file"), "shared\n");
        if (configuration is not null)
        {
            File.WriteAllBytes(Path.Combine(Project, ".claude-sandbox.json"), configuration);
        }

        Environment = Variables();
        Runner = new Runner(Path.Combine(Root, "runs"), Environment, _stop);
        Places.Fill();
        Sockets.Listen();
        Decoy = DecoyProcess.Start(Runner, _probe);
        Victim = Runner.Start([_probe, "wait"]);
    }

    private IReadOnlyList<string> Variables() =>
    [
        $"HOME={Home}", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "TERM=xterm", $"XDG_RUNTIME_DIR={Runtime}",
        $"DECOY={Tag}", .. Secrets.Variables.Select(v => $"{v}={Password}"), .. Sockets.Variables,
        string.Create(CultureInfo.InvariantCulture, $"DISPLAY=:{DecoySockets.Display}"), .. _variables,
    ];
}
