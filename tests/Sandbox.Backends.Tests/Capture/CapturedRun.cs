using Sandbox.Backends.Native;
using Sandbox.Backends.Tests.Native;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Backends.Tests.Capture;

/// <summary>A launch of the probe in a captured network through the launcher, and what the probe wrote.</summary>
internal sealed class CapturedRun
{
    private CapturedRun(LaunchResult result, IReadOnlyDictionary<string, string> answers) => (Result, Answers) = (result, answers);

    public LaunchResult Result { get; }

    /// <summary>By verb and arguments ("tcp 1.1.1.1 443"): what came of it.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; }

    /// <param name="identity">Whose sandbox.</param>
    /// <param name="probe">Verbs with arguments, separated by commas.</param>
    /// <param name="serve">Runs on a thread of its own once the sockets have arrived.</param>
    /// <param name="change">Makes another plan of it.</param>
    /// <param name="executor">What to start instead of the plain executor.</param>
    public static CapturedRun Of(
        Identity identity, string probe, Action<SandboxSockets> serve, Func<LaunchPlan, LaunchPlan>? change = null, string? executor = null)
    {
        using TempDirectory shared = TempDirectory.CreateFor(identity);
        using ServingHost host = new(serve);
        LaunchPlan plan = (change ?? (p => p))(Plan(identity, shared.Path, probe));
        using SignalForwarding signals = new();
        LaunchResult result = new NativeLauncher(ExecutorCommand.Native(executor ?? ExecutorCopy.For(identity)), new FakeHostFiles(), egress: host).Run(plan, signals);
        host.ExpectNoFailure();
        return new CapturedRun(result, Read(shared.At("out")));
    }

    /// <summary>What was launched has run to its end.</summary>
    public CapturedRun ExpectSuccess() => Result is { ExitCode: 0, Error: null } ? this : throw new TestFailureException($"{Result.ExitCode}: {Result.Error?.Message}");

    public static LaunchPlan Plan(Identity identity, string shared, string probe) => SamplePlan.Bare with
    {
        Mounts =
        [
            new BindMount { Target = "/probe", Source = ExecutorCopy.Probe, IsFile = true, Reason = "test" },
            new BindMount { Target = "/shared", Source = shared, Writable = true, Reason = "test" },
            new BindMount { Target = "/dev/null", Source = "/dev/null", IsFile = true, AllowDevices = true, Writable = true, Reason = "test" },
            new ProcMount { Target = "/proc", Reason = "test" },
        ],
        Arguments = ["/probe", "/shared/out", .. probe.Split(' ')],
        ExecutableCandidates = ["/probe"],
        WorkingDirectory = "/",
        Uid = identity.UserId,
        Gid = identity.GroupId,
        Network = NetworkMode.AllowList,
        Capture = new CapturePlan { NamedPorts = [4321, 443], MayBeWeaker = false },
    };

    /// <summary>Lines of "verb arguments = answer".</summary>
    public static IReadOnlyDictionary<string, string> Read(string file) =>
        File.Exists(file) ? File.ReadAllLines(file).Select(l => l.Split(" = ", 2)).ToDictionary(l => l[0], l => l[1], StringComparer.Ordinal) : new Dictionary<string, string>();
}
