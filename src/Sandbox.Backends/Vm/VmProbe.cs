using Sandbox.Backends.Native;
using Sandbox.Backends.Vm.Images;
using Sandbox.Backends.Vm.Links;
using Sandbox.Backends.Vm.Planning;
using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Backends.Vm;

/// <summary>
/// Starts a machine with the processor's own virtualisation until its init answers. That the device opens says little: in a virtual machine it
/// may open and run no kernel.
/// </summary>
/// <param name="machine">Accelerated or not; the trial is.</param>
/// <param name="programs">Of this build.</param>
/// <param name="files">For messages.</param>
public sealed class VmProbe(VmMachine machine, VmPrograms programs, IHostFiles files)
{
    /// <summary>A hundred times what a machine takes that is not emulated.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly string[] Needed = ["system", "etc", "kernel", "private"];

    /// <summary>Null when it works, else why not.</summary>
    /// <param name="plan">Whose system directories QEMU sees; nothing else of it is used.</param>
    public string? Run(LaunchPlan plan)
    {
        LaunchPlan trial = plan with
        {
            Mounts = [.. plan.Mounts.Where(static m => Needed.Contains(m.Reason, StringComparer.Ordinal))],
            QmpSocket = null,
            Network = NetworkMode.None,
            Capture = null,
            Published = [],
        };
        byte[] initial = InitialFiles.Of(machine.Image, programs);
        using VmWires wires = new(programs.Executor);
        Conversation conversation = new(wires.Link, wires.Monitor.Quit, wires.Monitor.Quit);
        conversation.Start();
        using SignalForwarding signals = new();
        LaunchResult result;
        using (new Timer(_ => wires.Monitor.Quit(), null, Limit, Timeout.InfiniteTimeSpan))
        {
            result = new NativeLauncher(wires.Command, files).Run(VmPlans.Outer(trial, machine with { Accelerated = true }, initial), signals);
        }

        wires.Finish(conversation);
        return conversation.HasStood ? null : result.Error?.Message ?? wires.Console.LastLine() ?? "no kernel starts with it";
    }
}
