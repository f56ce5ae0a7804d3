using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// A library beside the program or in the current directory must never be taken for libc (LR-17).
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
[assembly: DisableRuntimeMarshalling]
[assembly: InternalsVisibleTo("Sandbox.Linux.Tests")]
