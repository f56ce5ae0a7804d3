using Sandbox.Executor.Kernel;

namespace Sandbox.Probe.Attempts;

/// <summary>Attempts on processes, descriptors, keys and terminals, and programs that are run.</summary>
internal static unsafe class ProcessAttempts
{
    private const int F_GETFD = 1;
    private const int MostDescriptors = 4096;
    private const int KEYCTL_READ = 11;

    public static bool Make(byte* label, byte* word, byte** rest, int given)
    {
        if (Word.Is(word, "processes\0"u8) && given == 1)
        {
            Processes.Holding(label, rest[0]);
        }
        else if (Word.Is(word, "magic\0"u8) && given == 2)
        {
            Processes.Through(label, rest[0], rest[1]);
        }
        else if (Word.Is(word, "fds\0"u8))
        {
            Descriptors(label);
        }
        else if (Word.Is(word, "key\0"u8) && given == 1)
        {
            Key(label, Word.Number(rest[0]));
        }
        else if (Word.Is(word, "variable\0"u8) && given == 1)
        {
            Variable(label, rest[0]);
        }
        else if (Word.Is(word, "link\0"u8) && given == 1)
        {
            Link(label, rest[0]);
        }
        else if (Word.Is(word, "run\0"u8) && given >= 1)
        {
            Execute(label, rest);
        }
        else if (Word.Is(word, "pty\0"u8))
        {
            Answer.Of(label, Terminal());
        }
        else if (Word.Is(word, "strip\0"u8) && given == 2)
        {
            Answer.Of(label, Strip.Run(rest[0], rest[1]));
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>How many are open above 2.</summary>
    private static void Descriptors(byte* label)
    {
        long open = 0;
        for (int i = 3; i < MostDescriptors; i++)
        {
            open += Sys.Call(Nr.fcntl, i, F_GETFD, 0) >= 0 ? 1 : 0;
        }

        Answer.Of(label, open);
    }

    private static void Key(byte* label, long serial)
    {
        byte* text = stackalloc byte[512];
        long n = Sys.Call(ProbeNr.keyctl, KEYCTL_READ, serial, (long)text, 512);
        if (n < 0)
        {
            Answer.Of(label, n);
        }
        else
        {
            Answer.Bytes(label, text, n < 512 ? n : 512);
        }
    }

    private static void Variable(byte* label, byte* name)
    {
        byte* value = Surroundings.Variable(name);
        if (value == null)
        {
            Answer.Of(label, -C.ENOENT);
        }
        else
        {
            Answer.Bytes(label, value, Text.Length(value));
        }
    }

    private static void Link(byte* label, byte* path)
    {
        byte* text = stackalloc byte[512];
        long n = Sys.Call(Nr.readlink, (long)path, (long)text, 512);
        if (n < 0)
        {
            Answer.Of(label, n);
        }
        else
        {
            Answer.Bytes(label, text, n);
        }
    }

    private static void Execute(byte* label, byte** words)
    {
        long child = Sys.Call(Nr.clone, C.SIGCHLD);
        if (child == 0)
        {
            long nothing = Sys.Openat(C.AT_FDCWD, Text.Z("/dev/null\0"u8), C.O_RDWR);
            for (int i = 0; i < 3 && nothing >= 0; i++)
            {
                Sys.Call(Nr.dup3, nothing, i, 0);
            }

            Sys.Call(Nr.execve, (long)words[0], (long)words, (long)Surroundings.Environment);
            Sys.Call(Nr.exit_group, 127);
        }

        int status = 0;
        while (Sys.Call(Nr.wait4, child, (long)&status, 0, 0) == -C.EINTR)
        {
        }

        if ((status & 0x7f) != 0)
        {
            Answer.Signal(label, status & 0x7f);
        }
        else
        {
            Answer.Exit(label, (status >> 8) & 0xff);
        }
    }

    /// <summary>A new terminal through which a line goes.</summary>
    private static long Terminal()
    {
        long outer = Sys.Openat(C.AT_FDCWD, Text.Z("/dev/ptmx\0"u8), C.O_RDWR | C.O_NOCTTY | C.O_CLOEXEC);
        if (outer < 0)
        {
            return outer;
        }

        int unlocked = 0;
        Sys.Call(Nr.ioctl, outer, C.TIOCSPTLCK, (long)&unlocked);
        long inner = Sys.Call(Nr.ioctl, outer, C.TIOCGPTPEER, C.O_RDWR | C.O_NOCTTY);
        if (inner < 0)
        {
            return inner;
        }

        byte* line = stackalloc byte[16];
        Sys.WriteAll(inner, Text.Z("x\0"u8), 1);
        return Sys.Call(Nr.read, outer, (long)line, 16);
    }
}
