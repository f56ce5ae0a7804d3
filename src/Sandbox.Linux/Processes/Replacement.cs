using Sandbox.Linux.Files;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Processes;

/// <summary>This process goes on as another program.</summary>
public static unsafe class Replacement
{
    /// <summary>Does not return when it succeeds.</summary>
    /// <param name="executable">Absolute path.</param>
    /// <param name="arguments">argv, argv[0] included.</param>
    /// <param name="environment">NAME=VALUE strings; nothing is inherited.</param>
    /// <exception cref="IOException">The program cannot be started.</exception>
    public static void Become(string executable, IReadOnlyList<string> arguments, IReadOnlyList<string> environment)
    {
        using StringTable argv = new(arguments);
        using StringTable envp = new(environment);
        fixed (byte* path = ByteText.EncodeZ(executable))
        {
            _ = Libc.execve(path, argv.Pointers, envp.Pointers);
        }

        int error = Errno.Last;
        throw new IOException($"cannot start {executable}: {Errno.Describe(error)} ({Errno.Name(error)})", error);
    }
}
