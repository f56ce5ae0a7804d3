using Sandbox.Linux.Native;

namespace Sandbox.Linux.Kernel;

/// <summary>Who runs this process.</summary>
public static class ProcessIdentity
{
    public static uint Uid => Libc.getuid();

    public static uint Gid => Libc.getgid();
}
