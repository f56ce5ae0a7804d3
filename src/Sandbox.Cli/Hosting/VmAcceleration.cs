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

    private static string? Trial(VmMachine machine, VmPrograms programs, LaunchPlan plan, HostFacts facts)
    {
        string directory = XdgDirectories.State(facts);
        string file = Paths.Join(directory, "vm-kvm");
        string boot = System.Text.Encoding.ASCII.GetString(facts.Files.ReadKernel("/proc/sys/kernel/random/boot_id") ?? []).Trim();
        string key = FormattableString.Invariant($"{boot} {File.GetLastWriteTimeUtc(machine.Qemu).Ticks} {machine.Image.Release}");
        if (facts.Files.Read(file, 4096) is { } known && ByteText.Decode(known).Split('\n', 2) is [var first, var rest] && string.Equals(first, key, StringComparison.Ordinal) && rest.Length > 0)
        {
            return string.Equals(rest, Works, StringComparison.Ordinal) ? null : rest;
        }

        string? why = new VmProbe(machine, programs, facts.Files).Run(plan);
        try
        {
            PrivateDirectory.Ensure(directory);
            File.WriteAllText(file, $"{key}\n{why ?? Works}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next one tries again.
        }

        return why;
    }
}
