using Sandbox.Executor.Kernel;

namespace Sandbox.Probe.Attempts;

/// <summary>Attempts to reach servers.</summary>
internal static unsafe class SocketAttempts
{
    private const int AF_UNIX = 1;
    private const int AF_INET6 = 10;
    private const int ETIMEDOUT = 110;
    private const int Patience = 2000;
    private const short POLLOUT = 4;
    private const int Answered = 800;

    public static bool Make(byte* label, byte* word, byte** rest, int given)
    {
        if (Word.Is(word, "tcp\0"u8) && given >= 2)
        {
            Stream(label, rest, given);
        }
        else if (Word.Is(word, "udp\0"u8) && given == 3)
        {
            Datagram(label, rest);
        }
        else if ((Word.Is(word, "unix\0"u8) || Word.Is(word, "abstract\0"u8)) && given == 1)
        {
            Answer.Of(label, Local(rest[0], Word.Is(word, "abstract\0"u8)));
        }
        else if (Word.Is(word, "loopback\0"u8))
        {
            Answer.Of(label, Loopback());
        }
        else
        {
            return false;
        }

        return true;
    }

    // tcp ADDRESS PORT [TEXT]: connects; with a text sends it and shows what comes back.
    private static void Stream(byte* label, byte** rest, int given)
    {
        byte* address = stackalloc byte[32];
        int length = Address(address, rest[0], (int)Word.Number(rest[1]));
        long socket = Sys.Call(Nr.socket, *(ushort*)address, C.SOCK_STREAM | C.SOCK_CLOEXEC | C.SOCK_NONBLOCK, 0);
        long result = socket < 0 ? socket : Connect(socket, address, length);
        if (result < 0 || given < 3)
        {
            Answer.Of(label, result);
            return;
        }

        byte* answer = stackalloc byte[Answered];
        Sys.Call(Nr.sendto, socket, (long)rest[2], Text.Length(rest[2]), C.MSG_NOSIGNAL, 0, 0);
        long n = Until(socket, C.POLLIN) ? Sys.Call(Nr.recvfrom, socket, (long)answer, Answered, 0, 0, 0) : -ETIMEDOUT;
        if (n < 0)
        {
            Answer.Of(label, n);
        }
        else
        {
            Answer.Bytes(label, answer, n);
        }
    }

    private static void Datagram(byte* label, byte** rest)
    {
        byte* address = stackalloc byte[32];
        int length = Address(address, rest[0], (int)Word.Number(rest[1]));
        long socket = Sys.Call(Nr.socket, *(ushort*)address, C.SOCK_DGRAM | C.SOCK_CLOEXEC, 0);
        Answer.Of(label, socket < 0 ? socket : Sys.Call(Nr.sendto, socket, (long)rest[2], Text.Length(rest[2]), 0, (long)address, length));
    }

    private static long Local(byte* name, bool isAbstract)
    {
        byte* address = stackalloc byte[112];
        *(ushort*)address = AF_UNIX;
        int length = Text.Length(name);
        if (length > 100)
        {
            return -C.EINVAL;
        }

        int start = isAbstract ? 3 : 2;
        address[2] = 0;
        Text.Copy(address + start, name);
        address[start + length] = 0;
        long socket = Sys.Call(Nr.socket, AF_UNIX, C.SOCK_STREAM | C.SOCK_CLOEXEC, 0);
        return socket < 0 ? socket : Sys.Call(Nr.connect, socket, (long)address, start + length + (isAbstract ? 0 : 1));
    }

    private static long Loopback()
    {
        byte* address = stackalloc byte[32];
        int length = Address(address, Text.Z("127.0.0.1\0"u8), 0);
        long server = Sys.Call(Nr.socket, C.AF_INET, C.SOCK_STREAM | C.SOCK_CLOEXEC, 0);
        long result = server < 0 ? server : Sys.Call(Nr.bind, server, (long)address, length);
        result = result < 0 ? result : Sys.Call(Nr.listen, server, 1);
        result = result < 0 ? result : Sys.Call(ProbeNr.getsockname, server, (long)address, (long)&length);
        long client = result < 0 ? result : Sys.Call(Nr.socket, C.AF_INET, C.SOCK_STREAM | C.SOCK_CLOEXEC, 0);
        result = client < 0 ? client : Sys.Call(Nr.connect, client, (long)address, length);
        return result < 0 ? result : Sys.Call(ProbeNr.accept4, server, 0, 0, 0);
    }

    private static long Connect(long socket, byte* address, int length)
    {
        long result = Sys.Call(Nr.connect, socket, (long)address, length);
        if (result != -C.EINPROGRESS)
        {
            return result;
        }

        if (!Until(socket, POLLOUT))
        {
            return -ETIMEDOUT;
        }

        int error = 0;
        int size = sizeof(int);
        result = Sys.Call(Nr.getsockopt, socket, C.SOL_SOCKET, C.SO_ERROR, (long)&error, (long)&size);
        return result < 0 ? result : -error;
    }

    private static bool Until(long socket, short events)
    {
        PollFd one;
        one.Descriptor = (int)socket;
        one.Events = events;
        one.Returned = 0;
        return Sys.Call(Nr.poll, (long)&one, 1, Patience) > 0;
    }

    /// <summary>struct sockaddr_in of 1.2.3.4, or sockaddr_in6 of 32 hexadecimal digits; answers its length.</summary>
    private static int Address(byte* to, byte* text, int port)
    {
        for (int i = 0; i < 32; i++)
        {
            to[i] = 0;
        }

        to[2] = (byte)(port >> 8);
        to[3] = (byte)port;
        if (Text.Length(text) == 32)
        {
            *(ushort*)to = AF_INET6;
            byte* pair = stackalloc byte[5];
            pair[0] = (byte)'0';
            pair[1] = (byte)'x';
            pair[4] = 0;
            for (int i = 0; i < 16; i++)
            {
                pair[2] = text[2 * i];
                pair[3] = text[(2 * i) + 1];
                to[8 + i] = (byte)Word.Number(pair);
            }

            return 28;
        }

        *(ushort*)to = C.AF_INET;
        for (int i = 0; i < 4; i++)
        {
            to[4 + i] = (byte)Word.Number(text);
            while (*text is not 0 and not (byte)'.')
            {
                text++;
            }

            text += *text == (byte)'.' ? 1 : 0;
        }

        return 16;
    }
}
