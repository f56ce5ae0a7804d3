using Sandbox.Executor.Kernel;

namespace Sandbox.Probe.Attempts;

/// <summary>What /proc shows of every process that is there.</summary>
internal static unsafe class Processes
{
    private const int Looked = 128 * 1024;
    private const int Listing = 16 * 1024;
    private const int MaxPath = 4096;

    /// <summary><c>processes TEXT</c>: the first process whose environment or command line holds a text.</summary>
    public static void Holding(byte* label, byte* text) => Each(label, text, null);

    /// <summary><c>magic TEXT PATH</c>: the first process whose root or working directory leads to a file of that path that holds a text.</summary>
    public static void Through(byte* label, byte* text, byte* path) => Each(label, text, path);

    private static void Each(byte* label, byte* text, byte* path)
    {
        byte* memory = (byte*)Sys.Call(Nr.mmap, 0, Looked + Listing + MaxPath, C.PROT_READ | C.PROT_WRITE, C.MAP_PRIVATE | C.MAP_ANONYMOUS, -1);
        byte* entries = memory + Looked;
        byte* name = entries + Listing;
        long proc = Sys.Openat(C.AT_FDCWD, Text.Z("/proc\0"u8), C.O_RDONLY | C.O_DIRECTORY | C.O_CLOEXEC);
        if (proc < 0)
        {
            Answer.Of(label, proc);
            return;
        }

        long self = Sys.Call(Nr.getpid);
        long n;
        while ((n = Sys.Call(ProbeNr.getdents64, proc, (long)entries, Listing)) > 0)
        {
            for (long at = 0; at < n; at += *(ushort*)(entries + at + 16))
            {
                byte* process = entries + at + 19;
                long number = Word.Number(process);
                if (number > 0 && number != self && One(proc, process, name, memory, text, path))
                {
                    Answer.Bytes(label, name, Text.Length(name));
                    return;
                }
            }
        }

        Answer.Of(label, -C.ENOENT);
    }

    private static bool One(long proc, byte* process, byte* name, byte* memory, byte* text, byte* path)
    {
        if (path == null)
        {
            return Holds(proc, process, Text.Z("/environ\0"u8), null, name, memory, text) || Holds(proc, process, Text.Z("/cmdline\0"u8), null, name, memory, text);
        }

        return Holds(proc, process, Text.Z("/root\0"u8), path, name, memory, text)
            || Holds(proc, process, Text.Z("/cwd/../../../../../../../../../../../..\0"u8), path, name, memory, text);
    }

    private static bool Holds(long proc, byte* process, byte* middle, byte* end, byte* name, byte* memory, byte* text)
    {
        int n = Text.Copy(name, process);
        n += Text.Copy(name + n, middle);
        n += end == null ? 0 : Text.Copy(name + n, end);
        name[n] = 0;
        long read = Files.Read(proc, name, memory, Looked);
        return read > 0 && Word.Within(memory, read, text);
    }
}
