using System.Buffers.Binary;

namespace Sandbox.Agents.Locating;

/// <summary>The first bytes of a program: is it machine code, and for which machine.</summary>
internal static class ElfHeader
{
    internal const int Length = 20;

    internal static bool IsElf(ReadOnlySpan<byte> start) => start.StartsWith("\u007fELF"u8);

    /// <summary>A 64-bit little-endian executable or position-independent executable for the machine.</summary>
    internal static bool IsExecutableFor(ReadOnlySpan<byte> start, ushort machine) =>
        start.Length >= Length
        && IsElf(start)
        && start[4] == 2
        && start[5] == 1
        && BinaryPrimitives.ReadUInt16LittleEndian(start[16..]) is 2 or 3
        && BinaryPrimitives.ReadUInt16LittleEndian(start[18..]) == machine;
}
