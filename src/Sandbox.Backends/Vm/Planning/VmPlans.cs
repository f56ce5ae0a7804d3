using Sandbox.Backends.Vm.Images;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Backends.Vm.Planning;

/// <summary>
/// One plan becomes two. QEMU runs in the plan's own sandbox, outside, and shares what it sees there with the machine; in the machine the
/// plan is carried out once more, with sources that are already where they belong. Whoever breaks out of the inner sandbox has a kernel of
/// his own, and whoever breaks out of QEMU has what the native sandbox would have given him.
/// </summary>
public static class VmPlans
{
    /// <summary>In QEMU's sandbox alone.</summary>
    private const string Own = "/.claude-sandbox/vm";
    private const string Reason = "virtual machine";

    internal const string Kernel = Own + "/kernel";
    internal const string InitialFiles = Own + "/initial-files";

    /// <summary>The sandbox of QEMU.</summary>
    /// <param name="plan">What is wanted.</param>
    /// <param name="machine">What it is made with.</param>
    /// <param name="initialFiles">The machine's initial file system.</param>
    public static LaunchPlan Outer(LaunchPlan plan, VmMachine machine, ReadOnlyMemory<byte> initialFiles)
    {
        PlannedMount[] own =
        [
            new BindMount { Source = machine.Image.Kernel, Target = Kernel, IsFile = true, Recursive = false, Reason = Reason },
            new FileEntry { Target = InitialFiles, Contents = initialFiles, Reason = Reason },
            .. machine.Accelerated
                ? (PlannedMount[])[new BindMount { Source = VmDevices.Kvm, Target = VmDevices.Kvm, IsFile = true, AllowDevices = true, Writable = true, NoExec = true, Recursive = false, Reason = Reason }]
                : [],
        ];

        // Before the root is made read-only, which is last. What the payload alone needs (its files, which may hold a credential) is not QEMU's.
        IEnumerable<PlannedMount> mounts = plan.Mounts.Where(static m => m is not FileEntry || Paths.IsWithin(m.Target, "/etc"));
        PlannedMount[] all = [.. mounts.Where(static m => !IsRootLock(m)), .. own, .. mounts.Where(IsRootLock)];
        return plan with
        {
            Mounts = all,
            Environment = [new PlannedVariable { Name = "PATH", Value = "/usr/bin:/bin", Reason = Reason }, new PlannedVariable { Name = "TMPDIR", Value = "/tmp", Reason = Reason }],
            Arguments = QemuArguments.Of(plan, machine),
            ExecutableCandidates = [machine.Qemu],
            WorkingDirectory = "/",
            CredentialFile = false,
            Seccomp = plan.Seccomp with { AllowNestedUserNamespaces = false, AllowDebugging = false },
            AllowNestedUserNamespaces = false,
            LandlockFiles = plan.LandlockFiles is { } landlock ? LandlockPart.Of(all, landlock.Abi, nested: false, plan.Uid) : null,
            Limits = [.. plan.Limits.Where(static l => string.Equals(l.Name, "core", StringComparison.Ordinal))],
            Resources = ResourcePlan.Unlimited,
            OwnTerminal = false,
        };
    }

    /// <summary>The sandbox in the machine.</summary>
    /// <param name="plan">What is wanted.</param>
    /// <param name="image">What the machine is started from.</param>
    /// <param name="terminal">The payload gets a terminal of the machine's, and a name for it.</param>
    public static LaunchPlan Inner(LaunchPlan plan, VmImage image, bool terminal)
    {
        PlannedMount[] mounts = [.. plan.Mounts.SelectMany(m => terminal && m is DevptsMount ? (PlannedMount[])[m, Console] : [Inside(m)])];
        return plan with
        {
            Mounts = mounts,

            // The machine's network is the sandbox's: it has one interface, or none.
            Network = plan.Network == NetworkMode.None ? NetworkMode.None : NetworkMode.Host,
            Capture = null,
            Published = [],
            OwnTerminal = false,
            Placeholders = [],
            HostDirectories = [],
            Git = null,
            LandlockScopes = plan.LandlockScopes && image.LandlockAbi >= 6,
            LandlockFiles = LandlockPart.Of(mounts, image.LandlockAbi, plan.AllowNestedUserNamespaces, plan.Uid),
            Resources = ResourcePlan.Unlimited,
        };
    }

    // Every source is where its target is: the shared tree is the plan's. Devices are the machine's own. What an object was outside,
    // the outer sandbox has made sure of.
    private static PlannedMount Inside(PlannedMount mount) => mount is BindMount bind
        ? bind with { Source = Paths.IsWithin(bind.Target, "/dev") ? bind.Source : bind.Target, Identity = null }
        : mount;

    // The first terminal that the guest's init makes; the sandbox's own devpts does not hold it.
    private static BindMount Console { get; } = new()
    {
        Source = "/dev/pts/0",
        Target = "/dev/console",
        IsFile = true,
        AllowDevices = true,
        NoExec = true,
        Recursive = false,
        Reason = "terminal",
    };

    private static bool IsRootLock(PlannedMount mount) => mount is RelockMount { Target: "/" };
}
