using Sandbox.Executor.Kernel;

namespace Sandbox.Probe;

/// <summary>
/// The attempts on standard input, a line each: label, word, arguments, with tabs between and %XX for what a field may not hold. Each is made
/// in a process of its own, which the kernel ends after some seconds.
/// </summary>
internal static unsafe class Script
{
    private const int Most = 1 << 20;
    private const int MostWords = 24;
    private const int Seconds = 20;
    private const int TooLong = 65;

    public static int Run()
    {
        byte* text = (byte*)Sys.Call(Nr.mmap, 0, Most, C.PROT_READ | C.PROT_WRITE, C.MAP_PRIVATE | C.MAP_ANONYMOUS, -1);
        long length = ReadAll(0, text, Most - 1);
        if (length >= Most - 1)
        {
            return TooLong;
        }

        byte** words = stackalloc byte*[MostWords + 1];
        for (byte* at = text; *at != 0;)
        {
            int count = 0;
            words[count++] = at;
            for (; *at is not 0 and not (byte)'\n'; at++)
            {
                if (*at == (byte)'\t')
                {
                    *at = 0;
                    if (count < MostWords)
                    {
                        words[count++] = at + 1;
                    }
                }
            }

            if (*at == (byte)'\n')
            {
                *at++ = 0;
            }

            words[count] = null;
            for (int i = 0; i < count; i++)
            {
                Word.Decode(words[i]);
            }

            if (count > 1)
            {
                Attempt(words, count);
            }
        }

        return 0;
    }

    public static long ReadAll(long descriptor, byte* into, long most)
    {
        long length = 0;
        while (length < most)
        {
            long n = Sys.Call(Nr.read, descriptor, (long)(into + length), most - length);
            if (n <= 0 && n != -C.EINTR)
            {
                break;
            }

            length += n > 0 ? n : 0;
        }

        return length;
    }

    private static void Attempt(byte** words, int count)
    {
        long child = Sys.Call(Nr.clone, C.SIGCHLD);
        if (child == 0)
        {
            Sys.Call(ProbeNr.alarm, Seconds);
            Attempts.Attempts.Make(words, count);
            Sys.Call(Nr.exit_group, 0);
        }

        if (child < 0)
        {
            Answer.Of(words[0], child);
            return;
        }

        int status = 0;
        while (Sys.Call(Nr.wait4, child, (long)&status, 0, 0) == -C.EINTR)
        {
        }

        if ((status & 0x7f) != 0)
        {
            Answer.Signal(words[0], status & 0x7f);
        }
    }
}
