using System.Runtime.InteropServices;

namespace Sandbox.Linux.Native;

internal static unsafe partial class Libc
{
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint getrandom(void* buffer, nuint length, uint flags);
}
