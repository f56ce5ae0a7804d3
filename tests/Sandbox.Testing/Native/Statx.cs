using System.Runtime.InteropServices;

namespace Sandbox.Testing.Native;

/// <summary>The fields of <c>struct statx</c> that a census compares.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct Statx
{
    [FieldOffset(20)]
    public uint stx_uid;
    [FieldOffset(24)]
    public uint stx_gid;
    [FieldOffset(28)]
    public ushort stx_mode;
    [FieldOffset(32)]
    public ulong stx_ino;
    [FieldOffset(40)]
    public ulong stx_size;
    [FieldOffset(144)]
    public ulong stx_mnt_id;
}
