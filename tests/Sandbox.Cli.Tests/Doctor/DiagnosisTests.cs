using System.Text.Json;
using Sandbox.Backends.Native;
using Sandbox.Cli.Doctor;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Cli.Tests.Doctor;

/// <summary>What the doctor makes of a machine. Pure, so machines that nobody has at hand are judged too.</summary>
public sealed class DiagnosisTests
{
    private const string Fix = "the kernel forbids unprivileged user namespaces (kernel.unprivileged_userns_clone=0): run `sudo sysctl -w kernel.unprivileged_userns_clone=1`";

    private static readonly CgroupFacts Nowhere = new(0, [], "no control group is delegated to this user");

    [Fact]
    public void A_machine_with_everything_is_as_verified() => Snapshot.Verify(Text(Whole(Machines.Debian())), "doctor.whole", "txt");

    [Fact]
    public void An_old_machine_with_nothing_is_as_verified() => Snapshot.Verify(Text(Poor()), "doctor.poor", "txt");

    [Fact]
    public void The_JSON_is_as_verified() => Snapshot.Verify(DoctorJson.Render(Diagnosis.Of(Poor()), Diagnosis.CanRun(Poor())), "doctor", "json");

    [Fact]
    public void Every_line_that_is_missing_says_what_to_do_and_every_name_is_unique()
    {
        foreach (DoctorFacts facts in (DoctorFacts[])[Whole(Machines.Debian()), Poor()])
        {
            IReadOnlyList<Check> checks = Diagnosis.Of(facts);
            Assert.All(checks.Where(c => c.State == CheckState.Missing), c => Assert.False(string.IsNullOrEmpty(c.Fix), c.Name));
            Assert.Equal(checks.Count, checks.Select(c => c.Name).Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Fact]
    public void Only_what_the_native_backend_needs_makes_it_impossible()
    {
        Assert.True(Diagnosis.CanRun(Whole(Machines.Debian()) with { Agent = null, Credential = null, Overlay = false, Tools = new Dictionary<string, string>(), Kvm = false }));
        Assert.False(Diagnosis.CanRun(Poor()));
        Assert.False(Diagnosis.CanRun(Whole(Machines.Debian()) with { UnusableDirectories = ["/x cannot be made or written"] }));
    }

    [Theory]
    [InlineData(0, "weaker", "the mounts alone protect files")]
    [InlineData(1, "weaker", "no rules about files")]
    [InlineData(2, "weaker", "rules about files but truncation but device control")]
    [InlineData(4, "weaker", "rules about files but device control")]
    [InlineData(5, "weaker", "--network host is refused")]
    [InlineData(6, "ok", "signals and abstract sockets stay inside")]
    public void Each_level_of_Landlock_says_what_is_lost(int abi, string state, string words)
    {
        Machine machine = Machines.Debian();
        machine.LandlockAbi = abi;
        Check check = Find(Whole(machine), "landlock");
        Assert.Equal(state, DoctorText.Word(check.State));
        Assert.Contains(words, check.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5.11.22-generic", "missing")]
    [InlineData("5.12.0", "ok")]
    [InlineData("6.14.1", "ok")]
    [InlineData("strange", "missing")]
    public void The_oldest_kernel_that_works_is_5_12(string release, string state) =>
        Assert.Equal(state, DoctorText.Word(Find(Whole(Machines.Debian()) with { Release = release }, "kernel").State));

    [Fact]
    public void A_hostile_name_cannot_write_to_the_terminal()
    {
        DoctorFacts facts = Whole(Machines.Debian()) with { StateDirectory = "/\u001b]0;owned\u0007", Tools = new Dictionary<string, string> { ["nix"] = "/\u001b[2J/nix" } };
        Assert.DoesNotContain(Text(facts), c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public void The_JSON_says_its_version()
    {
        JsonElement root = JsonDocument.Parse(DoctorJson.Render([], true)).RootElement;
        Assert.Equal((1, true), (root.GetProperty("schemaVersion").GetInt32(), root.GetProperty("nativeCanRun").GetBoolean()));
    }

    private static Check Find(DoctorFacts facts, string name) => Assert.Single(Diagnosis.Of(facts), c => c.Name == name);

    private static string Text(DoctorFacts facts) => DoctorText.Render(Diagnosis.Of(facts), Diagnosis.CanRun(facts));

    private static DoctorFacts Whole(Machine machine) => new()
    {
        Release = "6.18.0",
        Trial = new TrialResult(null, null),
        Host = machine.Facts with { Terminal = "/dev/pts/3" },
        Overlay = true,
        Agent = "/home/ada/.local/bin/claude (version 2.1.0)",
        Credential = "a login of a subscription",
        CredentialProblem = null,
        UnusableDirectories = [],
        StateDirectory = "/home/ada/.local/state/claude-sandbox",
        DataDirectory = "/home/ada/.local/share/claude-sandbox",
        Displays = ["/run/user/1000/wayland-0"],
        Kvm = true,
        Trials = new Dictionary<string, string?> { ["bubblewrap"] = null },
        Tools = new Dictionary<string, string>
        {
            ["bwrap"] = "/usr/bin/bwrap",
            ["systemd-nspawn"] = "/usr/bin/systemd-nspawn",
            ["qemu-system-x86_64"] = "/usr/bin/qemu-system-x86_64",
            ["docker"] = "/usr/bin/docker",
            ["podman"] = "/usr/bin/podman",
            ["nix"] = "/usr/bin/nix",
        },
    };

    private static DoctorFacts Poor()
    {
        Machine machine = Machines.Debian();
        (machine.LandlockAbi, machine.Cgroups) = (0, Nowhere);
        return Whole(machine) with
        {
            Release = "5.10.0-21-amd64",
            Trial = new TrialResult(new SandboxException(ErrorCode.UserNamespaces, Fix), "nf_tables: operation not permitted (EPERM)"),
            Host = machine.Facts,
            Overlay = false,
            Agent = null,
            Credential = null,
            CredentialProblem = "the login in /home/ada/.claude/.credentials.json has expired: start claude once outside",
            UnusableDirectories = ["/home/ada/.local/state/claude-sandbox cannot be made or written"],
            Displays = [],
            Kvm = false,
            Tools = new Dictionary<string, string>(),
        };
    }
}
