using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Bench.Policies;

/// <summary>
/// One policy in two languages: a LaunchPlan for the executor and arguments for bubblewrap. Only what both can say is in it, so that
/// both do the same work; it does not follow the product's own policy.
/// </summary>
/// <param name="binds">Directories of the host that appear read-only below /binds.</param>
/// <param name="hardened">
/// Also forbids nested user namespaces, which both can; the executor then adds the Landlock scopes of its normal plans, which
/// bubblewrap has no word for.
/// </param>
/// <param name="identity">Uid and gid, inside as outside.</param>
internal sealed class FrozenPolicy(IReadOnlyList<string> binds, bool hardened, (uint Uid, uint Gid) identity)
{
    private const string Hostname = "bench";
    private const string Reason = "bench";
    private const int Sticky = 0b001_111_111_111;

    private static readonly string[] Roots = ["/bin", "/lib", "/lib64", "/sbin"];
    private static readonly string[] Devices = ["full", "null", "random", "tty", "urandom", "zero"];

    private static readonly (string Name, string Target)[] DeviceLinks =
    [
        ("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"), ("stderr", "/proc/self/fd/2"),
        ("core", "/proc/kcore"), ("ptmx", "pts/ptmx"),
    ];

    /// <summary>For claude-sandbox-exec.</summary>
    public LaunchPlan Plan(IReadOnlyList<string> command) => new()
    {
        ProjectDirectory = "/",
        HostDirectories = [],
        Placeholders = [],
        Mounts = [.. System(), .. Dev(), .. Temporary(), .. Binds(), new RelockMount { Target = "/", Reason = Reason }],
        Environment = [new PlannedVariable { Name = "PATH", Value = "/usr/bin", Reason = Reason }],
        Arguments = command,
        ExecutableCandidates = [command[0]],
        WorkingDirectory = "/",
        Uid = identity.Uid,
        Gid = identity.Gid,
        Hostname = Hostname,
        Network = NetworkMode.None,
        Seccomp = new SeccompSettings(AllowNestedUserNamespaces: !hardened, AllowDebugging: false, DenySetgid: false),
        AllowNestedUserNamespaces = !hardened,
        LandlockScopes = hardened,
        Limits = [],
        Notices = [],
    };

    /// <summary>For bwrap, argv[0] left out.</summary>
    /// <param name="command">What runs inside.</param>
    /// <param name="filterDescriptor">Where bwrap finds the seccomp filter.</param>
    public IReadOnlyList<string> BubblewrapArguments(IReadOnlyList<string> command, int filterDescriptor) =>
    [
        "--unshare-all", "--die-with-parent", "--hostname", Hostname,
        .. hardened ? ["--unshare-user", "--disable-userns"] : Array.Empty<string>(),
        "--ro-bind", "/usr", "/usr",
        .. Roots.SelectMany(BubblewrapRoot),
        "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp",
        .. binds.SelectMany(b => new[] { "--ro-bind", b, Target(b) }),
        "--remount-ro", "/", "--cap-drop", "ALL", "--chdir", "/",
        "--seccomp", $"{filterDescriptor}", "--", .. command,
    ];

    private static string Target(string bind) => "/binds/" + Path.GetFileName(bind);

    private static string? Link(string root) => new FileInfo(root).LinkTarget;

    private static IEnumerable<string> BubblewrapRoot(string root) =>
        Link(root) is { } target ? ["--symlink", target, root] : Directory.Exists(root) ? ["--ro-bind", root, root] : [];

    private static IEnumerable<PlannedMount> System()
    {
        yield return new BindMount { Target = "/usr", Source = "/usr", Reason = Reason };
        foreach (string root in Roots)
        {
            if (Link(root) is { } target)
            {
                yield return new SymlinkEntry { Target = root, LinkTarget = target, Reason = Reason };
            }
            else if (Directory.Exists(root))
            {
                yield return new BindMount { Target = root, Source = root, Reason = Reason };
            }
        }

        yield return new ProcMount { Target = "/proc", Reason = Reason };
    }

    // What bwrap --dev makes, entry by entry.
    private static IEnumerable<PlannedMount> Dev()
    {
        yield return new TmpfsMount { Target = "/dev", Size = 0, Inodes = 0, Reason = Reason };
        foreach (string name in Devices)
        {
            yield return new BindMount
            {
                Target = "/dev/" + name,
                Source = "/dev/" + name,
                IsFile = true,
                Writable = true,
                AllowDevices = true,
                Recursive = false,
                Reason = Reason,
            };
        }

        foreach ((string name, string target) in DeviceLinks)
        {
            yield return new SymlinkEntry { Target = "/dev/" + name, LinkTarget = target, Reason = Reason };
        }

        yield return new DirectoryEntry { Target = "/dev/shm", Reason = Reason };
        yield return new DevptsMount { Target = "/dev/pts", Reason = Reason };
    }

    private static IEnumerable<PlannedMount> Temporary() =>
        [new TmpfsMount { Target = "/tmp", Size = 0, Inodes = 0, Mode = Sticky, Reason = Reason }];

    private IEnumerable<PlannedMount> Binds() =>
        binds.Select(b => new BindMount { Target = Target(b), Source = b, Reason = Reason });
}
