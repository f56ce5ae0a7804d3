using Sandbox.Backends.Vm;
using Sandbox.Backends.Vm.Images;
using Sandbox.Backends.Vm.Links;
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
    /// <exception cref="SandboxException">CS104, CS306, CS311: it cannot be made.</exception>
    public static VmMachine? Machine(LaunchPlan plan, HostFacts facts, VmPrograms? programs, Messages messages)
    {
        if (programs is null)
        {
            return null;
        }

        if (plan.QmpSocket is { } socket && facts.Files.Look(socket).Kind != PathKind.Missing)
        {
            throw QmpSocket.Taken(socket);
        }

        VmMachine machine = Unsized(plan, facts);
        return Sized(machine, plan, VmAcceleration.Decide(machine, programs, plan, facts, messages));
    }

    /// <summary>The same as far as it can be told without starting anything.</summary>
    /// <exception cref="SandboxException">CS306, CS311: it cannot be made.</exception>
    public static VmMachine Planned(LaunchPlan plan, HostFacts facts)
    {
        VmMachine machine = Unsized(plan, facts);
        return Sized(machine, plan, VmAcceleration.Expect(machine, facts));
    }

    private static VmMachine Sized(VmMachine machine, LaunchPlan plan, bool accelerated) =>
        machine with { Accelerated = accelerated, Processors = MachineLimits.Processors(plan.Resources, accelerated, Environment.ProcessorCount) };

    /// <summary>With one processor and emulated.</summary>
    private static VmMachine Unsized(LaunchPlan plan, HostFacts facts)
    {
        string found = BackendSelection.Programs(plan, facts).FindAll(Program).Select(HostPath.Canonical).OfType<string>().FirstOrDefault(IsVisible) ??
            throw new SandboxException(ErrorCode.Backend, $"--backend vm needs {Program} below /usr or /nix/store, and it is not on PATH: install the package {Package}, or pass --backend native");
        VmImage image = VmImageStore.In(XdgDirectories.Data(facts)).Newest();
        return new VmMachine
        {
            Image = image,
            Qemu = found,
            Processors = 1,
            Memory = Math.Max(MachineLimits.LeastMemory, plan.Resources.Memory ?? MachineLimits.DefaultMemory) / MiB,
            Accelerated = false,
        };
    }

    private static bool IsVisible(string path) => Paths.IsWithin(path, "/usr") || Paths.IsWithin(path, "/nix/store");
}
