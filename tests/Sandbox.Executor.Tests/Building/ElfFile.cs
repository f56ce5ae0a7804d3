using System.Buffers.Binary;

namespace Sandbox.Executor.Tests.Building;

/// <summary>What an ELF file asks the kernel for (elf(5), 64-bit little-endian).</summary>
internal sealed class ElfFile(byte[] bytes)
{
    public const uint PT_LOAD = 1;
    public const uint PT_DYNAMIC = 2;
    public const uint PT_INTERP = 3;
    public const uint PT_GNU_STACK = 0x6474E551;
    public const uint PF_X = 1;
    public const uint PF_W = 2;

    private const int ProgramHeadersAt = 32;
    private const int ProgramHeaderSizeAt = 54;
    private const int ProgramHeaderCountAt = 56;

    public ushort Type => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(16));

    public ushort Machine => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(18));

    public int Length => bytes.Length;

    public IEnumerable<(uint Type, uint Flags)> Segments
    {
        get
        {
            int start = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(ProgramHeadersAt));
            int size = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(ProgramHeaderSizeAt));
            for (int i = 0; i < BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(ProgramHeaderCountAt)); i++)
            {
                ReadOnlySpan<byte> header = bytes.AsSpan(start + (i * size));
                yield return (BinaryPrimitives.ReadUInt32LittleEndian(header), BinaryPrimitives.ReadUInt32LittleEndian(header[4..]));
            }
        }
    }

    public bool IsElf64 => bytes.AsSpan().StartsWith("\u007fELF\u0002\u0001"u8);

    public bool Contains(ReadOnlySpan<byte> pattern) => bytes.AsSpan().IndexOf(pattern) >= 0;
}
