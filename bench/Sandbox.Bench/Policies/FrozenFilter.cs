using Sandbox.Linux.Seccomp;

namespace Sandbox.Bench.Policies;

/// <summary>
/// The same 67 instructions for everybody, whatever the product's own filter grows to: 59 system calls of x86_64 refused
/// one by one, the architecture pinned, x32 refused.
/// </summary>
internal static class FrozenFilter
{
    public const int Instructions = 67;

    private const uint Errno = 0x0005_0000;
    private const uint Allow = 0x7FFF_0000;
    private const uint KillProcess = 0x8000_0000;
    private const uint EPERM = 1;
    private const uint ENOSYS = 38;
    private const uint X32 = 0x4000_0000;
    private const uint NumberOffset = 0;
    private const uint ArchitectureOffset = 4;
    private const uint ArchitectureX64 = 0xC000_003E;

    // uselib to set_mempolicy_home_node: nothing that a small program calls.
    private static readonly uint[] Refused =
    [
        134, 136, 139, 153, 154, 155, 156, 159, 161, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173, 174, 175, 176, 177, 178, 179, 180, 181,
        182, 183, 184, 185, 205, 211, 212, 227, 236, 237, 238, 239, 246, 248, 249, 250, 256, 278, 279, 298, 300, 303, 304, 305, 310, 311, 312, 313,
        320, 321, 323,
    ];

    /// <summary>As struct sock_filter, 8 bytes each.</summary>
    public static byte[] Build()
    {
        BpfAssembler assembler = new();
        BpfLabel allow = assembler.NewLabel();
        BpfLabel refuse = assembler.NewLabel();
        BpfLabel unknown = assembler.NewLabel();
        BpfLabel kill = assembler.NewLabel();
        assembler.Load(ArchitectureOffset);
        assembler.JumpIfEqual(ArchitectureX64, default, kill);
        assembler.Load(NumberOffset);
        assembler.JumpIfAtLeast(X32, unknown);
        for (int i = 0; i < Refused.Length; i++)
        {
            assembler.JumpIfEqual(Refused[i], refuse, i == Refused.Length - 1 ? allow : default);
        }

        Return(assembler, allow, Allow);
        Return(assembler, refuse, Errno | EPERM);
        Return(assembler, unknown, Errno | ENOSYS);
        Return(assembler, kill, KillProcess);
        IReadOnlyList<BpfInstruction> program = assembler.Assemble();
        return program.Count == Instructions
            ? BpfProgram.Encode(program)
            : throw new InvalidOperationException($"the frozen filter has {program.Count} instructions, not {Instructions}");
    }

    private static void Return(BpfAssembler assembler, BpfLabel label, uint value)
    {
        assembler.Bind(label);
        assembler.Return(value);
    }
}
