using System.Runtime.InteropServices;

namespace Sandbox.Linux.Seccomp;

/// <summary>Builds the program that a session's processes run under; <see cref="SyscallPolicy"/> is what it says.</summary>
public static class SeccompFilter
{
    /// <summary>
    /// The program for this machine, encoded for <c>struct sock_fprog</c>. Pure: equal profiles give equal bytes.
    /// Throws <see cref="PlatformNotSupportedException"/> on anything but x86_64.
    /// </summary>
    public static byte[] Build(SeccompProfile profile) => Build(profile, RuntimeInformation.ProcessArchitecture);

    /// <inheritdoc cref="Build(SeccompProfile)"/>
    /// <param name="profile">What the session may do.</param>
    /// <param name="architecture">The machine the program is for.</param>
    public static byte[] Build(SeccompProfile profile, Architecture architecture)
    {
        if (architecture != Architecture.X64)
        {
            throw new PlatformNotSupportedException(
                $"no seccomp filter for {Name(architecture)}: only x86_64 has a system call table here; use a backend with a kernel of its own");
        }

        var assembler = new BpfAssembler();
        var exits = new FilterExits(assembler);
        var checks = new ArgumentChecks(assembler, exits, profile);

        assembler.Load(SeccompData.Architecture);
        assembler.JumpIfEqual(SeccompAbi.AUDIT_ARCH_X86_64, default, exits.Kill);
        assembler.Load(SeccompData.Number);
        Search(SyscallPolicy.Resolve(profile), checks).Emit(assembler);
        checks.Emit();
        exits.Emit();
        return BpfProgram.Encode(assembler.Assemble());
    }

    private static SyscallSearchTree Search(SyscallVerdict[] verdicts, ArgumentChecks checks)
    {
        var tree = new SyscallSearchTree();
        for (var number = 0; number < verdicts.Length; number++)
        {
            tree.Add((uint)number, checks.Label(verdicts[number]));
        }

        // The comparison is unsigned, so this also takes every x32 number (bit 30 set) and -1.
        tree.Add((uint)verdicts.Length, checks.Label(SyscallVerdict.Enosys));
        return tree;
    }

    private static string Name(Architecture architecture) => architecture switch
    {
        Architecture.Arm64 => "aarch64",
        Architecture.X86 => "i686",
        Architecture.Arm => "arm",
        Architecture.RiscV64 => "riscv64",
        Architecture.LoongArch64 => "loongarch64",
        Architecture.S390x => "s390x",
        Architecture.Ppc64le => "ppc64le",
        _ => $"architecture {(int)architecture}",
    };
}
