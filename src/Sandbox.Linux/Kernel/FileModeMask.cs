using Sandbox.Linux.Native;

namespace Sandbox.Linux.Kernel;

/// <summary>umask(2) of this process.</summary>
public static class FileModeMask
{
    private const uint Owner = 0b111_000_000;
    private const uint Closed = 0b000_111_111;

    /// <summary>
    /// From here on this process can use what it makes: bits that take a file from its own owner are dropped. What others may do stays the caller's
    /// choice. Answers the caller's mask where that was another one, for programs that are started on its behalf; else null.
    /// </summary>
    public static uint? SpareOwner()
    {
        uint callers = Libc.umask(Closed);
        _ = Libc.umask(callers & ~Owner);
        return (callers & Owner) == 0 ? null : callers;
    }
}
