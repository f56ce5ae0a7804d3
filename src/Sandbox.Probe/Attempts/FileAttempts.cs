using Sandbox.Executor.Kernel;

namespace Sandbox.Probe.Attempts;

/// <summary>Attempts on names.</summary>
internal static unsafe class FileAttempts
{
    private const int MaxPath = 4096;
    private const int Shown = 900;

    public static bool Make(byte* label, byte* word, byte** rest, int given)
    {
        if (Word.Is(word, "read\0"u8) && given >= 1)
        {
            Read(label, rest[0]);
        }
        else if (Word.Is(word, "field\0"u8) && given == 2)
        {
            Field(label, rest[0], rest[1]);
        }
        else if (Word.Is(word, "append\0"u8) && given == 2)
        {
            Answer.Of(label, Files.Write(C.AT_FDCWD, rest[0], rest[1], Files.O_APPEND));
        }
        else if (Word.Is(word, "write\0"u8) && given == 2)
        {
            Answer.Of(label, Files.Write(C.AT_FDCWD, rest[0], rest[1], C.O_CREAT | Files.O_TRUNC));
        }
        else if (Word.Is(word, "plant\0"u8) && given == 2)
        {
            Answer.Of(label, Plant(rest[0], rest[1]));
        }
        else if (Word.Is(word, "search\0"u8) && given >= 2)
        {
            Search.Run(label, rest[0], rest + 1, given - 1);
        }
        else
        {
            return false;
        }

        return true;
    }

    private static void Read(byte* label, byte* path)
    {
        byte* text = stackalloc byte[MaxPath];
        long n = Files.Read(C.AT_FDCWD, path, text, Shown);
        if (n < 0)
        {
            Answer.Of(label, n);
        }
        else
        {
            Answer.Bytes(label, text, n);
        }
    }

    /// <summary>The line of a file that begins with a word, without that word.</summary>
    private static void Field(byte* label, byte* path, byte* name)
    {
        byte* text = stackalloc byte[MaxPath];
        long n = Files.Read(C.AT_FDCWD, path, text, MaxPath);
        int length = Text.Length(name);
        for (long i = 0; i + length <= n; i++)
        {
            if ((i == 0 || text[i - 1] == (byte)'\n') && Text.Same(text + i, name, length))
            {
                long end = i;
                while (end < n && text[end] != (byte)'\n')
                {
                    end++;
                }

                Answer.Bytes(label, text + i + length, end - i - length);
                return;
            }
        }

        Answer.Of(label, n < 0 ? n : -C.ENOENT);
    }

    /// <summary>Makes a file with its directories in every way that needs no privilege: plainly, over a directory that is moved away, by rename, by link.</summary>
    private static long Plant(byte* path, byte* text)
    {
        byte* parent = stackalloc byte[MaxPath + 16];
        byte* other = stackalloc byte[MaxPath + 16];
        Directories(path);
        long plain = Files.Write(C.AT_FDCWD, path, text, C.O_CREAT | Files.O_TRUNC | C.O_NOFOLLOW);
        if (plain >= 0)
        {
            return plain;
        }

        int length = Parent(parent, path);
        Text.Copy(other, parent);
        int end = length + Text.Copy(other + length, Text.Z(".away\0"u8));
        other[end] = 0;
        Sys.Call(ProbeNr.rmdir, (long)parent);
        Sys.Call(ProbeNr.rename, (long)parent, (long)other);
        Directories(path);
        if (Files.Write(C.AT_FDCWD, path, text, C.O_CREAT | Files.O_TRUNC | C.O_NOFOLLOW) >= 0)
        {
            return 1;
        }

        Sys.Call(ProbeNr.rename, (long)other, (long)parent);
        if (Files.Write(C.AT_FDCWD, other, text, C.O_CREAT | Files.O_TRUNC) >= 0 && Sys.Call(ProbeNr.rename, (long)other, (long)path) >= 0)
        {
            return 2;
        }

        Sys.Call(Nr.unlinkat, C.AT_FDCWD, (long)other, 0);
        return Sys.Call(Nr.symlinkat, (long)Text.Z("/dev/null\0"u8), C.AT_FDCWD, (long)path) >= 0 ? 3 : plain;
    }

    private static void Directories(byte* path)
    {
        byte* part = stackalloc byte[MaxPath];
        for (int i = 0; path[i] != 0 && i < MaxPath - 1; i++)
        {
            if (path[i] == (byte)'/' && i > 0)
            {
                part[i] = 0;
                Sys.Call(ProbeNr.mkdir, (long)part, 0x1ed);
            }

            part[i] = path[i];
        }
    }

    private static int Parent(byte* to, byte* path)
    {
        Text.Copy(to, path);
        int last = Text.LastComponent(path);
        int length = last > 1 ? last - 1 : last;
        to[length] = 0;
        return length;
    }
}
