using System.Buffers.Binary;

namespace Sandbox.Linux.Seccomp;

/// <summary>One classic BPF instruction, <c>struct sock_filter</c> of <c>linux/filter.h</c>.</summary>
/// <param name="Code">Class, size and mode, see <see cref="BpfCode"/>.</param>
/// <param name="JumpTrue">Instructions to skip when the condition holds.</param>
/// <param name="JumpFalse">Instructions to skip when it does not.</param>
/// <param name="K">The operand.</param>
public readonly record struct BpfInstruction(ushort Code, byte JumpTrue, byte JumpFalse, uint K)
{
    /// <summary>Bytes of one encoded instruction.</summary>
    public const int Size = 8;

    /// <summary>Reads one instruction; throws when fewer than <see cref="Size"/> bytes are given.</summary>
    public static BpfInstruction Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt16LittleEndian(source),
        source[2],
        source[3],
        BinaryPrimitives.ReadUInt32LittleEndian(source[4..]));

    /// <summary>Writes <see cref="Size"/> bytes; throws when the destination is shorter.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(destination, Code);
        destination[2] = JumpTrue;
        destination[3] = JumpFalse;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], K);
    }
}
