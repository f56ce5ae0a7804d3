using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor.Contained;

/// <summary>
/// That the manager made the namespaces that it was told to make is not believed: another version of it might take a word and do nothing (CL-31). PID 1 gets
/// the numbers of those outside as a word and goes on only where each of its own is another one. The network's it makes itself, and those of users.
/// </summary>
internal static unsafe class Separation
{
    /// <summary>Bytes of the word at most: five numbers of 20 digits, each with a separator.</summary>
    public const int Longest = 128;

    private const int Count = 5;

    /// <summary>Puts the numbers in the place of the manager's last word.</summary>
    /// <param name="launch">Where failures are told.</param>
    /// <param name="manager">argv of the manager, ended by null.</param>
    /// <param name="buffer">For the word: <see cref="Longest"/> bytes.</param>
    public static void Tell(Launch* launch, byte** manager, byte* buffer)
    {
        int n = 0;
        for (int i = 0; i < Count; i++)
        {
            n += Text.Number(buffer + n, Number(launch, C.AT_FDCWD, i, Text.Z("/proc/\0"u8)));
            buffer[n++] = i == Count - 1 ? (byte)0 : (byte)':';
        }

        int last = 0;
        while (manager[last + 1] != null)
        {
            last++;
        }

        manager[last] = buffer;
    }

    /// <summary>In PID 1, before it does anything that the host would notice if this were none.</summary>
    public static void Check(Launch* launch, byte* told)
    {
        int at = 0;
        for (int i = 0; i < Count; i++)
        {
            ulong outside = 0;
            int first = at;
            for (; told[at] is >= (byte)'0' and <= (byte)'9'; at++)
            {
                outside = (outside * 10) + (ulong)(told[at] - '0');
            }

            byte* name = Name(i);
            bool isLast = i == Count - 1;
            if (at == first || told[at] != (isLast ? 0 : (byte)':') || Number(launch, launch->Proc, i, Text.Z("\0"u8)) == outside)
            {
                Report.Fail(launch, Step.CheckNamespaces, -C.EPERM, name, Report.Refused);
            }

            at++;
        }
    }

    private static ulong Number(Launch* launch, long directory, int index, byte* proc)
    {
        byte* path = stackalloc byte[32];
        int n = Text.Copy(path, proc);
        n += Text.Copy(path + n, Text.Z("self/ns/\0"u8));
        n += Text.Copy(path + n, Name(index));
        path[n] = 0;
        long opened = Report.Check(launch, Step.CheckNamespaces, Sys.Openat(directory, path, C.O_RDONLY | C.O_CLOEXEC), Name(index));
        Stat stat;
        Report.Check(launch, Step.CheckNamespaces, Sys.Call(Nr.fstat, opened, (long)&stat), Name(index));
        Sys.Close(opened);
        return stat.Inode;
    }

    private static byte* Name(int index) => index switch
    {
        0 => Text.Z("pid\0"u8),
        1 => Text.Z("ipc\0"u8),
        2 => Text.Z("uts\0"u8),
        3 => Text.Z("mnt\0"u8),
        _ => Text.Z("cgroup\0"u8),
    };
}
