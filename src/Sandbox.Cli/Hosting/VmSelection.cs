using Sandbox.Backends.Vm;
using Sandbox.Backends.Vm.Images;
using Sandbox.Backends.Vm.Planning;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Linux.Files;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Hosting;

/// <summary>What a virtual machine is made with on this machine, all of it checked before anything is made.</summary>
internal static class VmSelection
{
    private const string Program = "qemu-system-x86_64";
    private const string Package = "qemu-system-x86";
    private const long MiB = 1024 * 1024;

    /// <param name="plan">What runs.</param>
    /// <param name="facts">This machine.</param>
    /// <param name="programs">Null for every other backend, and so is the answer then.</param>
    /// <param name="messages">Where the user reads that it is emulated.</param>
    /// <exception cref="SandboxException">CS306, CS311: it cannot be made.</exception>
    public static VmMachine? Machine(LaunchPlan plan, HostFacts facts, VmPrograms? programs, Messages messages)
    {
        if (programs is null)
        {
            return null;
        }

        ForwardCheck.ThrowIfImpossible(plan, facts.Files);
        string found = BackendSelection.Programs(plan, facts).FindAll(Program).Select(HostPath.Canonical).OfType<string>().FirstOrDefault(IsVisible) ??
            throw new SandboxException(ErrorCode.Backend, $"--backend vm needs {Program} below /usr or /nix/store, and it is not on PATH: install the package {Package}, or pass --backend native");
        VmImage image = VmImageStore.In(XdgDirectories.Data(facts)).Newest();
        VmMachine machine = new()
        {
            Image = image,
            Qemu = found,
            Processors = plan.Resources.Cpus is { } hundredths ? Math.Max(1, (hundredths + 99) / 100) : Math.Min(MachineLimits.DefaultProcessors, Environment.ProcessorCount),
            Memory = Math.Max(MachineLimits.LeastMemory, plan.Resources.Memory ?? MachineLimits.DefaultMemory) / MiB,
            Accelerated = false,
        };
        return machine with { Accelerated = VmAcceleration.Decide(machine, programs, plan, facts, messages) };
    }

    private static bool IsVisible(string path) => Paths.IsWithin(path, "/usr") || Paths.IsWithin(path, "/nix/store");
}
