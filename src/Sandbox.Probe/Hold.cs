using Sandbox.Executor.Kernel;

namespace Sandbox.Probe;

/// <summary>
/// <c>hold DIR PATH... -- PROGRAM ARG...</c>: becomes a program that stands in a directory and has open descriptors, from 3 on, of everything named: a careless caller.
/// </summary>
internal static unsafe class Hold
{
    private const int CannotStart = 127;

    public static int Run(int count, byte** words)
    {
        if (count < 1 || Sys.Call(Nr.chdir, (long)words[0]) < 0)
        {
            return CannotStart;
        }

        int i = 1;
        for (; i < count && !Word.Is(words[i], "--\0"u8); i++)
        {
            Sys.Openat(C.AT_FDCWD, words[i], C.O_RDONLY);
        }

        if (i + 1 < count)
        {
            Sys.Call(Nr.execve, (long)words[i + 1], (long)(words + i + 1), (long)Surroundings.Environment);
        }

        return CannotStart;
    }
}
