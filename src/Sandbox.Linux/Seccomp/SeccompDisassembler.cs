using System.Globalization;
using System.Text;

namespace Sandbox.Linux.Seccomp;

/// <summary>Prints a filter for people: one line an instruction, absolute targets, system calls by name.</summary>
public static class SeccompDisassembler
{
    // What the accumulator holds when it is not a word of the input, or differs from one way in to another.
    private const uint Unknown = uint.MaxValue;
    private const uint Unreached = uint.MaxValue - 1;

    /// <summary>The text, lines ended by LF. Throws <see cref="ArgumentException"/> when the bytes are not a filter of ours.</summary>
    public static string ToText(ReadOnlySpan<byte> program)
    {
        var instructions = BpfProgram.Decode(program);
        var loaded = new uint[instructions.Count + 1];
        Array.Fill(loaded, Unreached);
        var text = new StringBuilder();
        for (var i = 0; i < instructions.Count; i++)
        {
            Flow(instructions[i], i, loaded);
            text.Append(CultureInfo.InvariantCulture, $"{i:D4}  {Line(instructions[i], i, loaded[i])}\n");
        }

        return text.ToString();
    }

    private static string Line(BpfInstruction instruction, int at, uint loaded) => instruction.Code switch
    {
        BpfCode.BPF_LD_W_ABS => $"ld   {Field(instruction.K)}",
        BpfCode.BPF_ALU_AND_K => $"and  0x{instruction.K:x}",
        BpfCode.BPF_JMP_JA => $"ja   {at + 1 + instruction.K:D4}",
        BpfCode.BPF_JMP_JEQ_K => Branch("jeq ", instruction, at, loaded),
        BpfCode.BPF_JMP_JGE_K => Branch("jge ", instruction, at, loaded),
        BpfCode.BPF_JMP_JSET_K => Branch("jset", instruction, at, Unknown),
        BpfCode.BPF_RET_K => $"ret  {Answer(instruction.K)}",
        _ => throw new ArgumentException($"bpf instruction {at} has the unknown code 0x{instruction.Code:x}"),
    };

    private static string Branch(string mnemonic, BpfInstruction instruction, int at, uint loaded)
    {
        var whenTrue = at + 1 + instruction.JumpTrue;
        var whenFalse = at + 1 + instruction.JumpFalse;
        return $"{mnemonic} {Operand(instruction.K, loaded)} ? {whenTrue:D4} : {whenFalse:D4}";
    }

    private static string Operand(uint value, uint loaded) => loaded switch
    {
        SeccompData.Number => $"{value.ToString(CultureInfo.InvariantCulture)} {SyscallTable.Name(value) ?? "(unassigned)"}",
        SeccompData.Architecture when value == SeccompAbi.AUDIT_ARCH_X86_64 => "x86_64",
        _ => $"0x{value:x}",
    };

    private static string Field(uint offset) => offset switch
    {
        SeccompData.Number => "nr",
        SeccompData.Architecture => "arch",
        >= 16 and < SeccompData.Size when offset % 8 == 0 => $"arg{(offset - 16) / 8}",
        _ => $"[{offset}]",
    };

    private static string Answer(uint value)
    {
        var data = value & SeccompAbi.SECCOMP_RET_DATA;
        return (value & SeccompAbi.SECCOMP_RET_ACTION_FULL) switch
        {
            SeccompAbi.SECCOMP_RET_ALLOW => "allow",
            SeccompAbi.SECCOMP_RET_KILL_PROCESS => "kill process",
            SeccompAbi.SECCOMP_RET_ERRNO => data switch
            {
                SeccompAbi.EPERM => "EPERM",
                SeccompAbi.ENOSYS => "ENOSYS",
                SeccompAbi.EAFNOSUPPORT => "EAFNOSUPPORT",
                _ => $"errno {data}",
            },
            _ => $"0x{value:x8}",
        };
    }

    // Jumps go forward only, so one pass in order of address knows every way into an instruction before it gets there.
    private static void Flow(BpfInstruction instruction, int at, uint[] loaded)
    {
        var after = instruction.Code switch
        {
            BpfCode.BPF_LD_W_ABS => instruction.K,
            BpfCode.BPF_ALU_AND_K => Unknown,
            _ => loaded[at],
        };
        switch (instruction.Code)
        {
            case BpfCode.BPF_RET_K:
                break;
            case BpfCode.BPF_JMP_JA:
                Merge(loaded, at, at + 1L + instruction.K, after);
                break;
            case BpfCode.BPF_JMP_JEQ_K or BpfCode.BPF_JMP_JGE_K or BpfCode.BPF_JMP_JSET_K:
                Merge(loaded, at, at + 1L + instruction.JumpTrue, after);
                Merge(loaded, at, at + 1L + instruction.JumpFalse, after);
                break;
            default:
                Merge(loaded, at, at + 1L, after);
                break;
        }
    }

    private static void Merge(uint[] loaded, int at, long target, uint value)
    {
        if (target >= loaded.Length - 1)
        {
            throw new ArgumentException($"bpf instruction {at} goes on past the end of the program");
        }

        ref var known = ref loaded[target];
        known = known == Unreached || known == value ? value : Unknown;
    }
}
