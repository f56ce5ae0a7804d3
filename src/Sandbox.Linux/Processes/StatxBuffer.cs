using System.Runtime.InteropServices;

namespace Sandbox.Linux.Processes;

/// <summary>struct statx of linux/stat.h: the same 256 bytes on every architecture. Only what is read here is named.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct StatxBuffer
{
    [FieldOffset(20)]
    internal uint stx_uid;

    [FieldOffset(28)]
    internal ushort stx_mode;

    [FieldOffset(40)]
    internal ulong stx_size;
}
