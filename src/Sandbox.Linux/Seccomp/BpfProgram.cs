namespace Sandbox.Linux.Seccomp;

/// <summary>The bytes of a whole program: what <c>struct sock_fprog</c> points at.</summary>
public static class BpfProgram
{
    /// <summary>Encodes instructions one after the other, little endian.</summary>
    public static byte[] Encode(IReadOnlyList<BpfInstruction> instructions)
    {
        var bytes = new byte[instructions.Count * BpfInstruction.Size];
        for (var i = 0; i < instructions.Count; i++)
        {
            instructions[i].Write(bytes.AsSpan(i * BpfInstruction.Size));
        }

        return bytes;
    }

    /// <summary>Decodes a program; throws <see cref="ArgumentException"/> when it ends within an instruction.</summary>
    public static IReadOnlyList<BpfInstruction> Decode(ReadOnlySpan<byte> program)
    {
        if (program.Length % BpfInstruction.Size != 0)
        {
            throw new ArgumentException(
                $"bpf program of {program.Length} bytes is not a whole number of {BpfInstruction.Size}-byte instructions", nameof(program));
        }

        var instructions = new BpfInstruction[program.Length / BpfInstruction.Size];
        for (var i = 0; i < instructions.Length; i++)
        {
            instructions[i] = BpfInstruction.Read(program[(i * BpfInstruction.Size)..]);
        }

        return instructions;
    }
}
