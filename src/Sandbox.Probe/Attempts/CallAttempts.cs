using System.Runtime;
using System.Runtime.CompilerServices;
using Sandbox.Executor.Kernel;

namespace Sandbox.Probe.Attempts;

/// <summary>Raw system calls, by both doors of the kernel.</summary>
internal static unsafe class CallAttempts
{
    private const int MAP_32BIT = 0x40;
    private const int Room = 64 * 1024;

    public static bool Make(byte* label, byte* word, byte** rest, int given)
    {
        if (Word.Is(word, "call\0"u8) && given >= 1)
        {
            Call(label, rest, given);
        }
        else if (Word.Is(word, "door32\0"u8) && given >= 1)
        {
            Door(label, rest, given);
        }
        else if (Word.Is(word, "thread\0"u8))
        {
            Answer.Of(label, Thread());
        }
        else
        {
            return false;
        }

        return true;
    }

    // 12, 0x7b, -1: a number; @text: the address of the text; #64: the address of 64 zero bytes.
    private static void Call(byte* label, byte** rest, int given)
    {
        long* a = stackalloc long[7];
        byte* zeros = (byte*)Sys.Call(Nr.mmap, 0, Room, C.PROT_READ | C.PROT_WRITE, C.MAP_PRIVATE | C.MAP_ANONYMOUS, -1);
        for (int i = 0; i < 7; i++)
        {
            a[i] = i >= given ? 0 : rest[i][0] switch
            {
                (byte)'@' => (long)(rest[i] + 1),
                (byte)'#' => (long)(zeros + (i * 4096)),
                _ => Word.Number(rest[i]),
            };
        }

        long result = Sys.Call(a[0], a[1], a[2], a[3], a[4], a[5], a[6]);

        // clone returns twice, and the first process says how it went.
        if (result == 0 && (a[0] == Nr.clone || a[0] == ProbeNr.clone3))
        {
            Sys.Call(Nr.exit_group, 0);
        }

        Answer.Of(label, result);
    }

    private static void Door(byte* label, byte** rest, int given)
    {
        long* a = stackalloc long[5];
        byte* low = (byte*)Sys.Call(Nr.mmap, 0, Room, C.PROT_READ | C.PROT_WRITE, C.MAP_PRIVATE | C.MAP_ANONYMOUS | MAP_32BIT, -1);
        for (int i = 0; i < 5; i++)
        {
            a[i] = 0;
            if (i < given && rest[i][0] == (byte)'@')
            {
                Text.Copy(low + (i * 4096), rest[i] + 1);
                a[i] = (long)(low + (i * 4096));
            }
            else if (i < given)
            {
                a[i] = Word.Number(rest[i]);
            }
        }

        Answer.Of(label, Door32(a[0], a[1], a[2], a[3], a[4]));
    }

    private static long Thread()
    {
        byte* stack = (byte*)Sys.Call(Nr.mmap, 0, Room, C.PROT_READ | C.PROT_WRITE, C.MAP_PRIVATE | C.MAP_ANONYMOUS, -1);
        int* flag = (int*)stack;
        long thread = StartThread(stack + Room - 64, flag);
        if (thread < 0)
        {
            return thread;
        }

        PollFd nothing;
        for (int i = 0; i < 500 && Volatile(flag) == 0; i++)
        {
            Sys.Call(Nr.poll, (long)&nothing, 0, 10);
        }

        return Volatile(flag) == 1 ? thread : -C.EAGAIN;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Volatile(int* at) => *at;

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "door32")]
    private static extern long Door32(long number, long a, long b, long c, long d);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "thread_door")]
    private static extern long StartThread(byte* stack, int* flag);
}
