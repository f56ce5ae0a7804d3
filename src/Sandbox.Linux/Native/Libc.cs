using System.Runtime.InteropServices;

namespace Sandbox.Linux.Native;

/// <summary>
/// Bindings to libc by their C names, one file per header. Arguments and structs are the C ones; errors come from
/// <see cref="Marshal.GetLastPInvokeError"/>. Constants are proven against the headers by a test.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Style", "IDE1006", Justification = "C names")]
internal static partial class Libc
{
    private const string Library = "libc";
}
