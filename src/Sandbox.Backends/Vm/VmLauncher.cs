using System.Security.Cryptography;
using Sandbox.Backends.Native;
using Sandbox.Backends.Vm.Images;
using Sandbox.Backends.Vm.Links;
using Sandbox.Backends.Vm.Planning;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Guest.Link;
using Sandbox.Linux.Files;

namespace Sandbox.Backends.Vm;

/// <summary>
/// Runs a plan in a virtual machine: QEMU in the plan's native sandbox, the plan once more below the machine's kernel. The launcher holds
/// QEMU's sandbox as it holds every other, so that SIGKILL of this process ends the machine, and nothing of it is a file.
/// </summary>
/// <param name="machine">What it is made with.</param>
/// <param name="programs">Of this build.</param>
/// <param name="files">For messages.</param>
/// <param name="mark">Told the name of every phase as it ends: "machine" when the guest's init stands, "session" when the payload has been started.</param>
/// <param name="egress">Serves what the plan captures.</param>
/// <param name="supervisor">Lets others in, or null.</param>
public sealed class VmLauncher(VmMachine machine, VmPrograms programs, IHostFiles files, Action<string>? mark = null, IEgressHost? egress = null, ISupervisor? supervisor = null)
{
    private const int Killed = 137;

    /// <summary>As <see cref="NativeLauncher.Run"/>.</summary>
    public LaunchResult Run(LaunchPlan plan, SignalForwarding signals, Descriptor? hold = null, ILiveWatch? watch = null)
    {
        LaunchPlan outer = VmPlans.Outer(plan, machine, InitialFiles.Of(machine.Image, programs));
        byte[] inner = PlanCompiler.Compile(VmPlans.Inner(plan, machine.Image, FirstSession.HasTerminal));
        using QmpSocket? qmp = plan.QmpSocket is { } path ? QmpSocket.Open(path) : null;
        using VmWires wires = new(programs.Executor, qmp);
        using FirstSession first = new(wires.Link, plan, inner, mark);
        Conversation conversation = new(wires.Link, () => Begin(plan, wires.Link, first), wires.Monitor.Quit);
        first.Join(conversation);
        signals.Elsewhere = number => first.Signal(number, wires.Monitor.Quit);
        conversation.Start();
        VmSupervisor? inside = supervisor is null ? null : new VmSupervisor(supervisor, new VmControl(wires.Link, conversation));
        LaunchResult result;
        try
        {
            result = new NativeLauncher(wires.Command, files, mark, egress, inside).Run(outer, signals, hold, watch);
        }
        finally
        {
            signals.Elsewhere = null;
            wires.Finish(conversation);
            CryptographicOperations.ZeroMemory(inner);
        }

        return first.Interrupted is { } code ? new LaunchResult(code, null) : Explain(plan, result, first, conversation, wires);
    }

    /// <summary>The guest's init stands: it gets the file tree, and then the session.</summary>
    private void Begin(LaunchPlan plan, VmLink link, FirstSession first)
    {
        mark?.Invoke("machine");
        byte[] records = [.. VmShares.Of(plan).SelectMany(static s => (byte[])[.. ByteText.EncodeZ(s.Tag), .. ByteText.EncodeZ(s.Path), .. ByteText.EncodeZ(s.Options)])];
        BootFlags flags = (plan.Network == NetworkMode.None ? BootFlags.None : BootFlags.Network) | (plan.Capture is null ? BootFlags.None : BootFlags.Proxies);
        _ = link.Send(FrameKind.Boot, value: (uint)flags, data: records);
        first.Start();
    }

    private LaunchResult Explain(LaunchPlan plan, LaunchResult outer, FirstSession first, Conversation conversation, VmWires wires)
    {
        if (first.Failure is { } status)
        {
            (SandboxException error, int code) = NativeFailure.Explain(status, plan.Arguments[0], files);
            return new LaunchResult(code, error);
        }

        if (first.Ended is { } ended)
        {
            return new LaunchResult(WaitStatus.ExitCode(ended), null);
        }

        if (outer.Error is { Code: ErrorCode.CommandNotFound or ErrorCode.CommandNotExecutable })
        {
            return Refused($"{machine.Qemu} cannot be executed in its sandbox: it has to lie below /usr or /nix/store: install the package qemu-system-x86");
        }

        if (outer.Error is not null)
        {
            return outer;
        }

        string? last = conversation.Failure ?? wires.Console.LastLine();
        string why = last is null ? string.Empty : $": {last}";
        if (first.HasStarted)
        {
            return new LaunchResult(Killed, new SandboxException(ErrorCode.VirtualMachine, $"the virtual machine ended before the command in it did{why}: give it more with --memory, or see docs/vm.md"));
        }

        return Refused(conversation.HasStood
            ? $"the virtual machine could not make the sandbox{why}: see docs/vm.md"
            : $"the virtual machine did not start{why}: see docs/vm.md, or run `claude-sandbox image build vm` again");
    }

    private static LaunchResult Refused(string message) => new(ExitCodes.Refused, new SandboxException(ErrorCode.VirtualMachine, message));
}
