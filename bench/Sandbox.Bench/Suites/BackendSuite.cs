using Sandbox.Bench.Results;
using Sandbox.Bench.Timing;
using Sandbox.Linux.Kernel;

namespace Sandbox.Bench.Suites;

/// <summary>/bin/true with each backend that starts processes, and with the bare program that the backend uses.</summary>
internal static class BackendSuite
{
    public const string Native = "claude-sandbox exec --network none . -- true";
    public const string Bubblewrap = "--backend bubblewrap";
    public const string BareBubblewrap = "bwrap, a few binds";
    public const string Nspawn = "--backend nspawn";
    public const string BareNspawn = "systemd-nspawn, one bind";

    private const int Rounds = 30;

    private static readonly string[] Directories = ["usr", "etc", "proc", "sys", "dev", "run", "tmp", "var"];
    private static readonly string[] Links = ["bin", "lib", "lib64", "sbin"];

    public static TimingRuns Measure(Stage stage)
    {
        System.Environment.CurrentDirectory = stage.Project;
        List<Variant> variants =
        [
            Launched(stage, Native, []),
            Launched(stage, Bubblewrap, ["--backend", "bubblewrap"]),
            new Variant
            {
                Name = BareBubblewrap,
                Executable = "/usr/bin/bwrap",
                Arguments =
                [
                    "--unshare-all", "--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64", "--proc", "/proc",
                    "--dev", "/dev", "--tmpfs", "/tmp", "--bind", stage.Project, stage.Project, "--chdir", stage.Project, "true",
                ],
                Environment = stage.Environment,
            },
        ];
        if (ProcessIdentity.Uid == 0)
        {
            variants.Add(Launched(stage, Nspawn, ["--backend", "nspawn"]));
            variants.Add(new Variant
            {
                Name = BareNspawn,
                Executable = "/usr/bin/systemd-nspawn",
                Arguments = ["-q", "--register=no", "--keep-unit", "-D", Root(stage), "--bind-ro=/usr", "--private-network", "--as-pid2", "/usr/bin/true"],
                Environment = stage.Environment,
            });
        }

        return Interleaved.RunTwice(variants, Rounds);
    }

    private static Variant Launched(Stage stage, string name, string[] options) => new()
    {
        Name = name,
        Executable = stage.Launcher,
        Arguments = ["exec", "-q", "--network", "none", .. options, ".", "--", "true"],
        Environment = stage.Environment,
    };

    private static string Root(Stage stage)
    {
        string root = stage.File("container");
        foreach (string name in Directories)
        {
            System.IO.Directory.CreateDirectory(Path.Combine(root, name));
        }

        foreach (string name in Links.Where(n => !Path.Exists(Path.Combine(root, n))))
        {
            File.CreateSymbolicLink(Path.Combine(root, name), "usr/" + name);
        }

        return root;
    }
}
