using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Cli.Doctor;

/// <summary>Facts to lines. Pure: the same facts are the same lines.</summary>
internal static class Diagnosis
{
    private const string Native = "native backend";
    private const string Limits = "limits";
    private const string Here = "this user";
    private const string Others = "other backends";

    private const int ScopesAbi = 6;
    private const int DeviceAbi = 5;

    // Backend, the program it needs, the Debian package.
    private static readonly (string Backend, string Tool, string Package)[] Backends =
    [
        ("bubblewrap", "bwrap", "bubblewrap"),
        ("nspawn", "systemd-nspawn", "systemd-container"),
        ("vm", "qemu-system-x86_64", "qemu-system-x86"),
        ("docker", "docker", "docker.io"),
        ("podman", "podman", "podman"),
    ];

    public static IReadOnlyList<Check> Of(DoctorFacts facts) => [.. Kernel(facts), .. Resources(facts), .. User(facts), .. Tools(facts)];

    /// <summary>Whether the native backend can start a sandbox.</summary>
    public static bool CanRun(DoctorFacts facts) => facts.Trial.Error is null && facts.UnusableDirectories.Count == 0;

    private static IEnumerable<Check> Kernel(DoctorFacts facts)
    {
        yield return facts.Trial.Error is { } error
            ? new Check(Native, "sandbox", CheckState.Missing, "a trial launch failed", error.Message)
            : new Check(Native, "sandbox", CheckState.Ok, "a trial launch got as far as the program: namespaces, mounts, capabilities, no_new_privs, filter and self-check");
        yield return facts.Trial.Error is { Code: Core.Diagnostics.ErrorCode.UserNamespaces }
            ? new Check(Native, "user namespaces", CheckState.Missing, "forbidden: there is no sandbox without them", facts.Trial.Error.Message)
            : new Check(Native, "user namespaces", CheckState.Ok, "may be made");
        yield return new Check(Native, "seccomp", facts.Trial.Error is null ? CheckState.Ok : CheckState.Weaker, facts.Trial.Error is null ? "the filter was installed and verified" : "not tried: the trial launch failed before");
        yield return Version(facts.Release);
        yield return Landlock(facts.Host.LandlockAbi);
        yield return facts.Trial.Capture is { } reason
            ? new Check(
                Native, "network capture", CheckState.Weaker,
                $"falls back to the ports that rules name ({reason}): programs that ignore proxy settings reach no other port",
                "load the module with `sudo modprobe nft_tproxy`, or use a kernel with nf_tables")
            : new Check(Native, "network capture", CheckState.Ok, "every TCP port, by nf_tables");
        yield return facts.Overlay
            ? new Check(Native, "overlay", CheckState.Ok, "copy-on-write sessions are possible")
            : new Check(Native, "overlay", CheckState.Weaker, "no overlayfs: no copy-on-write sessions", "load the module with `sudo modprobe overlay`");
    }

    private static Check Version(string release)
    {
        (int major, int minor) = Numbers(release);
        string kernel = $"Linux {PrintableText.Escape(release)}";
        return (major, minor) switch
        {
            _ when (major, minor).CompareTo((5, 12)) < 0 =>
                new Check(Native, "kernel", CheckState.Missing, $"{kernel}: mount_setattr (5.12) is missing, without which nothing can be made read-only safely", "use Linux 5.12 or later"),
            _ when (major, minor).CompareTo((6, 15)) < 0 =>
                new Check(Native, "kernel", CheckState.Ok, $"{kernel}: two calls for a mount where open_tree_attr (6.15) needs one; otherwise nothing is lost"),
            _ => new Check(Native, "kernel", CheckState.Ok, kernel),
        };
    }

    private static Check Landlock(int abi) => abi switch
    {
        0 => new Check(
            Native, "landlock", CheckState.Weaker, "none: the mounts alone protect files, and --network host is refused",
            "use a kernel with Landlock (5.13 or later) and have landlock in its lsm= list"),
        1 => new Check(Native, "landlock", CheckState.Weaker, "ABI 1: no rules about files (they would refuse every rename between directories), and --network host is refused", "use Linux 5.19 or later"),
        < DeviceAbi => new Check(Native, "landlock", CheckState.Weaker, $"ABI {abi}: rules about files{(abi < 3 ? " but truncation" : string.Empty)} but device control; --network host is refused", "use Linux 6.12 or later"),
        < ScopesAbi => new Check(Native, "landlock", CheckState.Weaker, $"ABI {abi}: rules about files; --network host is refused, as abstract sockets could not be kept out", "use Linux 6.12 or later"),
        _ => new Check(Native, "landlock", CheckState.Ok, $"ABI {abi}: rules about files; signals and abstract sockets stay inside"),
    };

    private static IEnumerable<Check> Resources(DoctorFacts facts)
    {
        CgroupFacts groups = facts.Host.Cgroups;
        ResourcePlan plan = LimitsPart.Of(new LimitsPolicy(), facts.Host);
        const string Fix = "on a machine with systemd and control groups of version 2, run claude-sandbox inside `systemd-run --user --scope -p Delegate=yes`, or as root";
        if (groups.Places.Count == 0)
        {
            yield return new Check(Limits, "control groups", CheckState.Missing, $"{groups.Why}: rlimits take their place", Fix);
        }
        else
        {
            string where = string.Join(", ", groups.Places.Select(p => $"{string.Join(' ', p.Controllers)} in {PrintableText.Escape(p.Directory)}"));
            yield return groups.Why is null
                ? new Check(Limits, "control groups", CheckState.Ok, $"version {groups.Version}: {where}")
                : new Check(Limits, "control groups", CheckState.Weaker, $"version {groups.Version}: {where}; {groups.Why}", Fix);
        }

        yield return plan.MemoryBy == LimitMeans.Cgroup
            ? new Check(Limits, "memory limit", CheckState.Ok, $"{SizeText.Of(plan.Memory!.Value)} by default, of all processes together")
            : new Check(Limits, "memory limit", CheckState.Weaker, "not enforced by default; --memory holds for each process by itself");
        yield return plan.ProcessesBy switch
        {
            LimitMeans.Cgroup => new Check(Limits, "process limit", CheckState.Ok, $"{plan.Processes} by default"),
            LimitMeans.Rlimit => new Check(Limits, "process limit", CheckState.Ok, $"{plan.Processes} by default, by rlimit in the sandbox's own user namespace"),
            _ => new Check(Limits, "process limit", CheckState.Weaker, "not enforced: the kernel does not count root's processes"),
        };
        yield return groups.Parent("cpu") is not null
            ? new Check(Limits, "processor limit", CheckState.Ok, "--cpus is enforced")
            : new Check(Limits, "processor limit", CheckState.Weaker, "--cpus is not enforced");
    }

    private static IEnumerable<Check> User(DoctorFacts facts)
    {
        yield return facts.Agent is { } agent
            ? new Check(Here, "agent", CheckState.Ok, agent)
            : new Check(Here, "agent", CheckState.Missing, "claude was not found", "run `claude-sandbox agent install`");
        yield return (facts.Credential, facts.CredentialProblem) switch
        {
            (_, { } problem) => new Check(Here, "credential", CheckState.Missing, "there is one that cannot be used", problem),
            ({ } kind, _) => new Check(Here, "credential", CheckState.Ok, kind),
            _ => new Check(Here, "credential", CheckState.Missing, "none", "log in with `claude` outside, or set ANTHROPIC_API_KEY"),
        };
        yield return facts.UnusableDirectories.Count == 0
            ? new Check(Here, "directories", CheckState.Ok, $"state in {PrintableText.Escape(facts.StateDirectory)}, data in {PrintableText.Escape(facts.DataDirectory)}")
            : new Check(Here, "directories", CheckState.Missing, string.Join("; ", facts.UnusableDirectories), "make it writable, or set XDG_STATE_HOME and XDG_DATA_HOME to places you may write");
        yield return facts.Host.Terminal is { } terminal
            ? new Check(Here, "terminal", CheckState.Ok, PrintableText.Escape(terminal))
            : new Check(Here, "terminal", CheckState.Weaker, "none: the agent's full-screen interface needs one; -p and exec do not");
        yield return facts.Displays.Count > 0
            ? new Check(Here, "display", CheckState.Ok, string.Join(", ", facts.Displays.Select(PrintableText.Escape)) + " (shared only with --forward)")
            : new Check(Here, "display", CheckState.Weaker, "no Wayland or X11 socket: nothing for --forward wayland or x11");
    }

    private static IEnumerable<Check> Tools(DoctorFacts facts)
    {
        foreach ((string backend, string tool, string package) in Backends)
        {
            yield return (facts.Tools.TryGetValue(tool, out string? path), facts.Trials.TryGetValue(backend, out string? said)) switch
            {
                (true, true) when said is not null => new Check(Others, backend, CheckState.Missing, $"{PrintableText.Escape(path!)}: a trial launch failed", said),
                (true, true) => new Check(Others, backend, CheckState.Ok, $"{PrintableText.Escape(path!)}: a trial launch works (`claude-sandbox plan --backend {backend}` says how it holds each line)"),
                (true, false) => new Check(Others, backend, CheckState.Ok, PrintableText.Escape(path!)),
                _ => new Check(Others, backend, CheckState.Missing, $"{tool} was not found", $"install {package}"),
            };
        }

        yield return facts.Kvm
            ? new Check(Others, "kvm", CheckState.Ok, "/dev/kvm may be opened")
            : new Check(Others, "kvm", CheckState.Weaker, "/dev/kvm may not be opened: virtual machines are emulated, ten times slower", "add yourself to the group kvm");
        yield return facts.Tools.TryGetValue("nix", out string? nix)
            ? new Check(Others, "nix", CheckState.Ok, PrintableText.Escape(nix))
            : new Check(Others, "nix", CheckState.Missing, "nix was not found", "install nix to build the rendered flake");
    }

    private static (int Major, int Minor) Numbers(string release)
    {
        string[] parts = release.Split('.', '-');
        return parts.Length > 1 && int.TryParse(parts[0], out int major) && int.TryParse(parts[1], out int minor) ? (major, minor) : (0, 0);
    }
}
