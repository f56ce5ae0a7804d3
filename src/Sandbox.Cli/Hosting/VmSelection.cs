using Sandbox.Backends.Vm;
using Sandbox.Backends.Vm.Images;
using Sandbox.Backends.Vm.Planning;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Hosting;

/// <summary>What a virtual machine is made with on this machine, all of it checked before anything is made.</summary>
internal static class VmSelection
{
    /// <summary>kvm, tcg, or auto: kvm where a trial shows that it works.</summary>
    public const string AcceleratorVariable = "CLAUDE_SANDBOX_VM_ACCEL";

    private const string Program = "qemu-system-x86_64";
    private const string Package = "qemu-system-x86";
    private const long MiB = 1024 * 1024;

    /// <summary>Null for every other backend.</summary>
    /// <exception cref="SandboxException">CS306, CS311: it cannot be made.</exception>
    public static VmMachine? Machine(LaunchPlan plan, HostFacts facts, Messages messages)
    {
        if (plan.Backend != BackendKind.Vm)
        {
            return null;
        }

        ForwardCheck.ThrowIfImpossible(plan, facts.Files);
        string[] writable = [.. plan.Mounts.OfType<BindMount>().Where(static m => m.Writable).Select(static m => m.Source)];
        string found = new ExecutableResolver(facts.Variable("PATH"), writable, new HostFileProbe()).FindAll(Program).Select(HostPath.Canonical).OfType<string>().FirstOrDefault(IsVisible) ??
            throw new SandboxException(ErrorCode.Backend, $"--backend vm needs {Program} below /usr or /nix/store, and it is not on PATH: install the package {Package}, or pass --backend native");
        VmImage image = VmImageStore.In(XdgDirectories.Data(facts)).Newest();
        return new VmMachine
        {
            Image = image,
            Qemu = found,
            Processors = plan.Resources.Cpus is { } hundredths ? Math.Max(1, (hundredths + 99) / 100) : Math.Min(MachineLimits.DefaultProcessors, Environment.ProcessorCount),
            Memory = Math.Max(MachineLimits.LeastMemory, plan.Resources.Memory ?? MachineLimits.DefaultMemory) / MiB,
            Accelerated = Accelerated(facts, messages),
        };
    }

    private static bool Accelerated(HostFacts facts, Messages messages)
    {
        switch (facts.Variable(AcceleratorVariable))
        {
            case "kvm":
                return HostPath.CanModify(VmDevices.Kvm)
                    ? true
                    : throw new SandboxException(ErrorCode.Backend, $"{AcceleratorVariable}=kvm, but {VmDevices.Kvm} cannot be opened: join the group kvm, or set it to auto or tcg");
            case "tcg":
                messages.Notice($"the virtual machine is emulated ({AcceleratorVariable}=tcg): everything in it takes many times longer");
                return false;
            case null or "auto":
                return false;
            case { } other:
                throw new SandboxException(ErrorCode.Usage, $"{AcceleratorVariable}={PrintableText.Escape(other)}: use kvm, tcg or auto");
        }
    }

    private static bool IsVisible(string path) => Paths.IsWithin(path, "/usr") || Paths.IsWithin(path, "/nix/store");
}
