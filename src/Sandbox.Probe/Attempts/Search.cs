using Sandbox.Executor.Kernel;

namespace Sandbox.Probe.Attempts;

/// <summary>
/// <c>search TEXT DIR...</c>: the first name or file below some directories that holds a text; ENOENT when there is none, E2BIG when there was more than
/// could be looked at. Follows no links, opens nothing but plain files. What lies on top comes first: the bound must not end below one deep directory.
/// </summary>
internal static unsafe class Search
{
    private const int E2BIG = 7;
    private const int Deepest = 12;
    private const int MostEntries = 30_000;
    private const int Listing = 16 * 1024;
    private const int Looked = 64 * 1024;
    private const int MaxPath = 4096;
    private const byte DT_UNKNOWN = 0;
    private const byte DT_DIR = 4;
    private const byte DT_REG = 8;

    private static byte* _text;
    private static byte* _path;
    private static byte* _contents;
    private static int _left;
    private static int _deepest;

    public static void Run(byte* label, byte* text, byte** directories, int count)
    {
        _text = text;
        _contents = (byte*)Sys.Call(Nr.mmap, 0, Looked + MaxPath, C.PROT_READ | C.PROT_WRITE, C.MAP_PRIVATE | C.MAP_ANONYMOUS, -1);
        _path = _contents + Looked;
        if (Below(directories, count, 0) || Below(directories, count, Deepest))
        {
            Answer.Bytes(label, _path, Text.Length(_path));
            return;
        }

        Answer.Of(label, _left > 0 ? -C.ENOENT : -E2BIG);
    }

    private static bool Below(byte** directories, int count, int deepest)
    {
        _left = MostEntries;
        _deepest = deepest;
        for (int i = 0; i < count; i++)
        {
            int length = Text.Copy(_path, directories[i]);
            _path[length] = 0;
            if (Directory(C.AT_FDCWD, directories[i], length, 0))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Directory(long parent, byte* name, int length, int depth)
    {
        long directory = Sys.Openat(parent, name, C.O_RDONLY | C.O_DIRECTORY | C.O_NOFOLLOW | C.O_CLOEXEC | Files.O_NONBLOCK);
        if (directory < 0)
        {
            return false;
        }

        byte* entries = stackalloc byte[Listing];
        bool found = false;
        long n;
        while (!found && (n = Sys.Call(ProbeNr.getdents64, directory, (long)entries, Listing)) > 0)
        {
            // struct linux_dirent64: 8 bytes of inode, 8 of offset, 2 of length, 1 of type, the name.
            for (long at = 0; at < n && !found; at += *(ushort*)(entries + at + 16))
            {
                found = Entry(directory, entries + at + 19, entries[at + 18], length, depth);
            }
        }

        Sys.Close(directory);
        return found;
    }

    private static bool Entry(long directory, byte* name, byte type, int length, int depth)
    {
        int size = Text.Length(name);
        if (Word.Is(name, ".\0"u8) || Word.Is(name, "..\0"u8) || length + size + 2 > MaxPath)
        {
            return false;
        }

        if (--_left <= 0)
        {
            return false;
        }

        _path[length] = (byte)'/';
        Text.Copy(_path + length + 1, name);
        int longer = length + 1 + size;
        _path[longer] = 0;
        if (Word.Within(name, size, _text)
            || (type is DT_REG && Contents(directory, name))
            || (type is DT_DIR or DT_UNKNOWN && depth < _deepest && Directory(directory, name, longer, depth + 1)))
        {
            return true;
        }

        _path[length] = 0;
        return false;
    }

    private static bool Contents(long directory, byte* name)
    {
        long file = Sys.Openat(directory, name, C.O_RDONLY | C.O_NOFOLLOW | C.O_CLOEXEC | Files.O_NONBLOCK);
        if (file < 0)
        {
            return false;
        }

        long n = Script.ReadAll(file, _contents, Looked);
        Sys.Close(file);
        return Word.Within(_contents, n, _text);
    }
}
