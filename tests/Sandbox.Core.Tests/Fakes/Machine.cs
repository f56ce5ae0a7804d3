using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Core.Tests.Fakes;

/// <summary>A machine to plan for: files, a user, variables. Tests change what they are about and plan.</summary>
internal sealed class Machine
{
    public const string Home = "/home/ada";
    public const string Project = "/work/app";

    public FakeFiles Files { get; } = new();

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal) { ["PATH"] = "/usr/bin", ["LANG"] = "C.UTF-8", ["TERM"] = "xterm" };

    public uint Uid { get; init; } = 1000;

    public string WorkingDirectory { get; set; } = Project;

    public int LandlockAbi { get; set; } = 7;

    /// <summary>16 GiB.</summary>
    public long MemoryBytes { get; set; } = 16L << 30;

    /// <summary>Of version 2, and delegated, unless a test says otherwise.</summary>
    public CgroupFacts Cgroups { get; set; } = new(2, [new CgroupPlace("/sys/fs/cgroup/app", ["memory", "pids", "cpu"])], null);

    public ulong MostProcesses { get; set; } = ulong.MaxValue;

    public int MostInotifyInstances { get; set; } = 128;

    public string HomeDirectory { get; init; } = Home;

    public string? Terminal { get; init; }

    public string? BrowserProfile { get; set; }

    public HostFacts Facts => new()
    {
        Uid = Uid,
        Gid = Uid,
        UserName = Uid == 0 ? "root" : "ada",
        GroupName = Uid == 0 ? "root" : "ada",
        Home = HomeDirectory,
        WorkingDirectory = WorkingDirectory,
        Environment = Environment,
        Files = Files,
        LandlockAbi = LandlockAbi,
        MemoryBytes = MemoryBytes,
        Cgroups = Cgroups,
        MostProcesses = MostProcesses,
        MostInotifyInstances = MostInotifyInstances,
        MostInotifyWatches = 8192,
        Terminal = Terminal,
        BrowserProfile = BrowserProfile,
    };

    public static SandboxPolicy Policy { get; } = new() { ProjectDirectory = Project };

    public static Invocation True { get; } = new RunCommand(["/usr/bin/true"], null);

    public LaunchPlan Plan(Func<SandboxPolicy, SandboxPolicy>? change = null, Invocation? invocation = null) =>
        Planner.Plan(change?.Invoke(Policy) ?? Policy, Facts, invocation ?? True);

    public LaunchPlan Plan(params string[] words) => Plan(p => Words.Apply(p, words));

    /// <summary>Every finding of a plan that must fail.</summary>
    public IReadOnlyList<string> Refusals(Func<SandboxPolicy, SandboxPolicy> change)
    {
        SandboxException error = Assert.Throws<SandboxException>(() => Plan(change));
        return [.. Findings(error)];
    }

    public IReadOnlyList<string> Refusals(params string[] words) => Refusals(p => Words.Apply(p, words));

    /// <summary>The only finding of a plan that must fail.</summary>
    public string Refusal(params string[] words) => Assert.Single(Refusals(words));

    public static IEnumerable<string> Findings(SandboxException error) =>
        error.Others.Prepend(error.Message).Zip(error.OtherCodes.Prepend(error.Code), (message, code) => $"CS{(int)code} {message}");
}
