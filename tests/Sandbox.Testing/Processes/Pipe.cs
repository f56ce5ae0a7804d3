using Microsoft.Win32.SafeHandles;
using Sandbox.Testing.Native;

namespace Sandbox.Testing;

/// <summary>A pipe with both ends close-on-exec and above the numbers that a child is given.</summary>
internal sealed unsafe class Pipe : IDisposable
{
    private const int FirstFree = 128;

    public Pipe()
    {
        int* ends = stackalloc int[2];
        if (Libc.pipe2(ends, Abi.O_CLOEXEC) != 0)
        {
            throw Libc.Failure("cannot make a pipe", Libc.LastError());
        }

        using SafeFileHandle read = new(ends[0], ownsHandle: true);
        using SafeFileHandle write = new(ends[1], ownsHandle: true);
        Read = Raise(ends[0]);
        Write = Raise(ends[1]);
    }

    public SafeFileHandle Read { get; }

    public SafeFileHandle Write { get; }

    /// <summary>A copy of <paramref name="fd"/> that no dup2 in a child can overwrite before it is used.</summary>
    public static SafeFileHandle Raise(int fd)
    {
        int copy = Libc.fcntl(fd, Abi.F_DUPFD_CLOEXEC, FirstFree);
        return copy >= 0 ? new SafeFileHandle(copy, ownsHandle: true) : throw Libc.Failure($"cannot copy descriptor {fd}", Libc.LastError());
    }

    public void Dispose()
    {
        Read.Dispose();
        Write.Dispose();
    }
}
