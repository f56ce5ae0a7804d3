using System.Runtime.InteropServices;

namespace Sandbox.Testing.Native;

/// <summary><c>struct open_how</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenHow
{
    public ulong flags;
    public ulong mode;
    public ulong resolve;
}
