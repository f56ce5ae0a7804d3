using Sandbox.Executor.Kernel;

namespace Sandbox.Probe.Attempts;

/// <summary><c>connect HOST:PORT</c>: asks the proxy that HTTP_PROXY names (http://USER:PASSWORD@ADDRESS:PORT) for a tunnel, and shows its answer.</summary>
internal static unsafe class ProxyAttempts
{
    private const int Longest = 1024;

    public static bool Make(byte* label, byte* word, byte** rest, int given)
    {
        if (!Word.Is(word, "connect\0"u8) || given != 1 || Text.Length(rest[0]) > 256)
        {
            return false;
        }

        byte* proxy = Surroundings.Variable(Text.Z("HTTP_PROXY\0"u8));
        if (proxy == null || Text.Length(proxy) > 256 || Text.Length(proxy) < 8)
        {
            Answer.Of(label, -C.ENOENT);
            return true;
        }

        proxy += 7;
        int at = Index(proxy, (byte)'@');
        byte* address = stackalloc byte[300];
        Text.Copy(address, proxy + at + 1);
        address[Text.Length(proxy + at + 1)] = 0;
        int colon = Index(address, (byte)':');
        address[colon] = 0;
        byte* port = address + colon + 1;

        byte* request = stackalloc byte[Longest];
        int n = Text.Copy(request, Text.Z("CONNECT \0"u8));
        n += Text.Copy(request + n, rest[0]);
        n += Text.Copy(request + n, Text.Z(" HTTP/1.1\r\nHost: \0"u8));
        n += Text.Copy(request + n, rest[0]);
        n += Text.Copy(request + n, Text.Z("\r\nProxy-Authorization: Basic \0"u8));
        n += Base64(request + n, proxy, at);
        n += Text.Copy(request + n, Text.Z("\r\n\r\n\0"u8));
        request[n] = 0;
        byte** words = stackalloc byte*[3];
        words[0] = address;
        words[1] = port;
        words[2] = request;
        SocketAttempts.Make(label, Text.Z("tcp\0"u8), words, 3);
        return true;
    }

    private static int Index(byte* text, byte wanted)
    {
        int i = 0;
        while (text[i] != 0 && text[i] != wanted)
        {
            i++;
        }

        return i;
    }

    private static int Base64(byte* to, byte* from, int length)
    {
        byte* letters = Text.Z("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/\0"u8);
        int n = 0;
        for (int i = 0; i < length; i += 3)
        {
            int left = length - i;
            int bits = (from[i] << 16) | (left > 1 ? from[i + 1] << 8 : 0) | (left > 2 ? from[i + 2] : 0);
            to[n++] = letters[(bits >> 18) & 63];
            to[n++] = letters[(bits >> 12) & 63];
            to[n++] = left > 1 ? letters[(bits >> 6) & 63] : (byte)'=';
            to[n++] = left > 2 ? letters[bits & 63] : (byte)'=';
        }

        return n;
    }
}
