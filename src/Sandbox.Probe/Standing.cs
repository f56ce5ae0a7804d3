using Sandbox.Executor.Kernel;

namespace Sandbox.Probe;

/// <summary>Processes that stay until their standard input ends.</summary>
internal static unsafe class Standing
{
    private const int Pause = 20;

    /// <summary><c>wait</c>.</summary>
    public static int Wait()
    {
        byte* nothing = stackalloc byte[64];
        while (Sys.Call(Nr.read, 0, (long)nothing, 64) is > 0 or -C.EINTR)
        {
        }

        return 0;
    }

    /// <summary><c>beat FILE</c>: adds a byte to a file fifty times a second.</summary>
    public static int Beat(byte* path)
    {
        PollFd input;
        while (true)
        {
            long file = Sys.Openat(C.AT_FDCWD, path, C.O_WRONLY | C.O_CREAT | Files.O_APPEND, 0x180);
            if (file >= 0)
            {
                Sys.WriteAll(file, Text.Z(".\0"u8), 1);
                Sys.Close(file);
            }

            input.Descriptor = 0;
            input.Events = C.POLLIN;
            input.Returned = 0;
            if (Sys.Call(Nr.poll, (long)&input, 1, Pause) > 0)
            {
                return 0;
            }
        }
    }

    /// <summary><c>serve FILE</c>: a server on every address, whose port it writes into a file.</summary>
    public static int Serve(byte* path)
    {
        ulong* address = stackalloc ulong[2];
        address[0] = C.AF_INET;
        address[1] = 0;
        int length = 16;
        long server = Sys.Call(Nr.socket, C.AF_INET, C.SOCK_STREAM | C.SOCK_CLOEXEC, 0);
        if (server < 0 || Sys.Call(Nr.bind, server, (long)address, length) < 0 || Sys.Call(Nr.listen, server, 8) < 0 || Sys.Call(ProbeNr.getsockname, server, (long)address, (long)&length) < 0)
        {
            return 1;
        }

        byte* port = (byte*)address + 2;
        byte* text = stackalloc byte[32];
        text[Text.Number(text, (ulong)((port[0] << 8) | port[1]))] = 0;
        Files.Write(C.AT_FDCWD, path, text, C.O_CREAT | Files.O_TRUNC);
        return Wait();
    }

    /// <summary><c>parent FILE</c>: a process whose child does the same: what a launcher is without anything that ends its sandbox.</summary>
    public static int Parent(byte* path)
    {
        long child = Sys.Call(Nr.clone, C.SIGCHLD);
        if (child == 0)
        {
            return Beat(path);
        }

        int status;
        while (Sys.Call(Nr.wait4, child, (long)&status, 0, 0) == -C.EINTR)
        {
        }

        return 0;
    }
}
