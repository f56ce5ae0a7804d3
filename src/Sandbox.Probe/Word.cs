using Sandbox.Executor.Kernel;

namespace Sandbox.Probe;

/// <summary>Words of the script and of the command line: NUL-terminated bytes.</summary>
internal static unsafe class Word
{
    /// <param name="word">NUL-terminated.</param>
    /// <param name="literal">Ends in \0.</param>
    public static bool Is(byte* word, ReadOnlySpan<byte> literal)
    {
        byte* wanted = Text.Z(literal);
        int i = 0;
        while (wanted[i] != 0 && word[i] == wanted[i])
        {
            i++;
        }

        return wanted[i] == word[i];
    }

    /// <summary>Decimal, 0x hexadecimal, and either with a minus in front. What is no digit ends it.</summary>
    public static long Number(byte* word)
    {
        bool minus = word[0] == (byte)'-';
        byte* at = minus ? word + 1 : word;
        ulong radix = 10;
        if (at[0] == (byte)'0' && at[1] == (byte)'x')
        {
            radix = 16;
            at += 2;
        }

        ulong value = 0;
        while (Digit(*at) is >= 0 and int digit && (ulong)digit < radix)
        {
            value = (value * radix) + (ulong)digit;
            at++;
        }

        return minus ? -(long)value : (long)value;
    }

    /// <summary>%XX becomes a byte, in place.</summary>
    public static void Decode(byte* word)
    {
        byte* to = word;
        while (*word != 0)
        {
            if (*word == (byte)'%' && Digit(word[1]) >= 0 && Digit(word[2]) >= 0)
            {
                *to++ = (byte)((Digit(word[1]) * 16) + Digit(word[2]));
                word += 3;
            }
            else
            {
                *to++ = *word++;
            }
        }

        *to = 0;
    }

    /// <summary>Whether <paramref name="text"/> stands anywhere in the bytes.</summary>
    public static bool Within(byte* bytes, long length, byte* text)
    {
        int wanted = Text.Length(text);
        for (long i = 0; i + wanted <= length; i++)
        {
            if (bytes[i] == text[0] && Text.Same(bytes + i, text, wanted))
            {
                return true;
            }
        }

        return false;
    }

    private static int Digit(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
        _ => -1,
    };
}
