using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Backends.Native;

/// <summary>
/// A whole launch up to the payload, which does not exist: what the kernel refuses here it refuses every sandbox, and nothing is left behind.
/// </summary>
public static class NativeTrial
{
    private const int ScopesAbi = 6;

    /// <param name="command">What carries out a plan.</param>
    /// <param name="facts">This machine.</param>
    public static TrialResult Run(Func<LaunchPlan, ExecutorCommand> command, HostFacts facts)
    {
        using Recorder recorder = new();
        SandboxException? error = Launch(command, facts, Plan(facts, capture: true), recorder);
        return error is null || error.Code == ErrorCode.UserNamespaces
            ? new TrialResult(error, recorder.Weaker)
            : new TrialResult(Launch(command, facts, Plan(facts, capture: false), null), error.Message);
    }

    private static SandboxException? Launch(Func<LaunchPlan, ExecutorCommand> command, HostFacts facts, LaunchPlan plan, IEgressHost? egress)
    {
        using SignalForwarding signals = new();
        using ExecutorCommand prepared = command(plan);
        LaunchResult result = new NativeLauncher(prepared, facts.Files, egress: egress).Run(plan, signals);
        return result.Error is { Code: not ErrorCode.CommandNotFound } error ? error : null;
    }

    private static LaunchPlan Plan(HostFacts facts, bool capture)
    {
        PlannedMount[] mounts =
        [
            new TmpfsMount { Target = "/tmp", Size = 64 * 1024, Reason = "trial" },
            new ProcMount { Target = "/proc", Reason = "trial" },
            new TmpfsMount { Target = "/dev", Size = 64 * 1024, Reason = "trial" },
            new BindMount { Target = "/dev/null", Source = "/dev/null", IsFile = true, AllowDevices = true, Recursive = false, Reason = "trial" },
            new DevptsMount { Target = "/dev/pts", Reason = "trial" },
            new RelockMount { Target = "/", Reason = "trial" },
        ];
        return new LaunchPlan
        {
            ProjectDirectory = "/tmp",
            HostDirectories = [],
            Placeholders = [],
            Mounts = mounts,
            Environment = [],
            Arguments = ["trial"],
            ExecutableCandidates = ["/trial"],
            WorkingDirectory = "/tmp",
            Uid = facts.Uid,
            Gid = facts.Gid,
            Hostname = "trial",
            Network = capture ? NetworkMode.AllowList : NetworkMode.None,
            Capture = capture ? new CapturePlan { NamedPorts = [443] } : null,
            Seccomp = new SeccompSettings(false, false, facts.Uid == 0),
            AllowNestedUserNamespaces = false,
            LandlockScopes = facts.LandlockAbi >= ScopesAbi,
            LandlockFiles = LandlockPart.Of(mounts, facts.LandlockAbi, nested: false, facts.Uid),
            Limits = [],
            Notices = [],
        };
    }

    /// <summary>Serves nothing, and keeps what the kernel could not do.</summary>
    private sealed class Recorder : IEgressHost, IDisposable
    {
        public string? Weaker { get; private set; }

        public IDisposable Serve(SandboxSockets sockets)
        {
            Weaker = sockets.WeakerReason;
            return this;
        }

        public void Dispose()
        {
            // Nothing was accepted.
        }
    }
}
