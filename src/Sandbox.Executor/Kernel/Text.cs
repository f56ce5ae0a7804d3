namespace Sandbox.Executor.Kernel;

/// <summary>NUL-terminated bytes: literals, lengths, numbers.</summary>
internal static unsafe class Text
{
    /// <summary>The address of a u8 literal, which the compiler places in the image and which never moves. The literal ends in \0.</summary>
    public static byte* Z(ReadOnlySpan<byte> literal)
    {
        fixed (byte* p = literal)
        {
            return p;
        }
    }

    public static int Length(byte* s)
    {
        int n = 0;
        while (s[n] != 0)
        {
            n++;
        }

        return n;
    }

    public static bool Same(byte* a, byte* b, int length)
    {
        for (int i = 0; i < length; i++)
        {
            if (a[i] != b[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes <paramref name="value"/> in base 10 or 8; answers the number of digits. No terminator.</summary>
    public static int Number(byte* to, ulong value, uint radix = 10)
    {
        byte* reversed = stackalloc byte[24];
        int n = 0;
        do
        {
            reversed[n++] = (byte)('0' + (value % radix));
            value /= radix;
        }
        while (value != 0);

        for (int i = 0; i < n; i++)
        {
            to[i] = reversed[n - 1 - i];
        }

        return n;
    }

    public static int Copy(byte* to, byte* from)
    {
        int n = 0;
        for (; from[n] != 0; n++)
        {
            to[n] = from[n];
        }

        return n;
    }

    /// <summary>Where the last component of an absolute path begins ("/a/b" -> 3).</summary>
    public static int LastComponent(byte* path)
    {
        int last = 0;
        for (int i = 0; path[i] != 0; i++)
        {
            if (path[i] == (byte)'/')
            {
                last = i + 1;
            }
        }

        return last;
    }
}
