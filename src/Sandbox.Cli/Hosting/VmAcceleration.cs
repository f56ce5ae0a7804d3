using Sandbox.Backends.Vm;
using Sandbox.Backends.Vm.Planning;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Linux.Files;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Hosting;

/// <summary>Whether the processor itself runs the machine. What a trial showed is kept until the next boot, another QEMU or another kernel.</summary>
internal static class VmAcceleration
{
    /// <summary>kvm, tcg, or auto: kvm where a trial shows that it works.</summary>
    public const string Variable = "CLAUDE_SANDBOX_VM_ACCEL";

    private const string Works = "works";
    private const string Slow = "everything in it takes many times longer";

    /// <exception cref="SandboxException">CS306: what was insisted on cannot be had.</exception>
    public static bool Decide(VmMachine machine, VmPrograms programs, LaunchPlan plan, HostFacts facts, Messages messages)
    {
        switch (facts.Variable(Variable))
        {
            case "kvm":
                return HostPath.CanModify(VmDevices.Kvm)
                    ? true
                    : throw new SandboxException(ErrorCode.Backend, $"{Variable}=kvm, but {VmDevices.Kvm} cannot be opened: join the group kvm, or set it to auto or tcg");
            case "tcg":
                messages.Notice($"the virtual machine is emulated ({Variable}=tcg): {Slow}");
                return false;
            case null or "auto":
                string? why = HostPath.CanModify(VmDevices.Kvm) ? Trial(machine, programs, plan, facts) : $"{VmDevices.Kvm} cannot be opened";
                if (why is not null)
                {
                    messages.Notice($"the virtual machine is emulated ({PrintableText.Escape(why)}): {Slow}");
                }

                return why is null;
            case { } other:
                throw new SandboxException(ErrorCode.Usage, $"{Variable}={PrintableText.Escape(other)}: use kvm, tcg or auto");
        }
    }

    /// <summary>What <see cref="Decide"/> would most likely say: nothing is tried.</summary>
    public static bool Expect(VmMachine machine, HostFacts facts) => facts.Variable(Variable) switch
    {
        "kvm" => true,
        null or "auto" => HostPath.CanModify(VmDevices.Kvm) && (Known(machine, facts) ?? Works) is Works,
        _ => false,
    };

    private static string? Trial(VmMachine machine, VmPrograms programs, LaunchPlan plan, HostFacts facts)
    {
        if (Known(machine, facts) is { } known)
        {
            return string.Equals(known, Works, StringComparison.Ordinal) ? null : known;
        }

        string? why = new VmProbe(machine, programs, facts.Files).Run(plan);
        try
        {
            PrivateDirectory.Ensure(XdgDirectories.State(facts));
            File.WriteAllText(Kept(facts), $"{Key(machine, facts)}\n{why ?? Works}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next one tries again.
        }

        return why;
    }

    /// <summary>What a trial with this kernel and this QEMU showed since the last boot; null for none.</summary>
    private static string? Known(VmMachine machine, HostFacts facts) =>
        facts.Files.Read(Kept(facts), 4096) is { } known && ByteText.Decode(known).Split('\n', 2) is [var first, var rest] &&
        string.Equals(first, Key(machine, facts), StringComparison.Ordinal) && rest.Length > 0 ? rest : null;

    private static string Kept(HostFacts facts) => Paths.Join(XdgDirectories.State(facts), "vm-kvm");

    private static string Key(VmMachine machine, HostFacts facts)
    {
        string boot = System.Text.Encoding.ASCII.GetString(facts.Files.ReadKernel("/proc/sys/kernel/random/boot_id") ?? []).Trim();
        return FormattableString.Invariant($"{boot} {File.GetLastWriteTimeUtc(machine.Qemu).Ticks} {machine.Image.Release}");
    }
}
