using Sandbox.Executor.Kernel;

namespace Sandbox.Probe;

/// <summary>
/// One line on standard output for one attempt, in one write: its label, then <c>ok</c> with what was gained, <c>no</c> with the errno,
/// <c>exit</c> with the code of a program, or <c>signal</c> with what ended the attempt.
/// </summary>
internal static unsafe class Answer
{
    private const int Most = 3000;

    public static void Of(byte* label, long result)
    {
        if (result < 0)
        {
            Line(label, Text.Z(" no \0"u8), (ulong)-result);
        }
        else
        {
            Line(label, Text.Z(" ok \0"u8), (ulong)result);
        }
    }

    public static void Exit(byte* label, int code) => Line(label, Text.Z(" exit \0"u8), (ulong)code);

    public static void Signal(byte* label, int number) => Line(label, Text.Z(" signal \0"u8), (ulong)number);

    /// <summary>Bytes that are not printable, spaces and percent signs are written as %XX.</summary>
    public static void Bytes(byte* label, byte* bytes, long length)
    {
        byte* line = stackalloc byte[Most + 200];
        int n = Begin(line, label, Text.Z(" ok \0"u8));
        for (long i = 0; i < length && n < Most; i++)
        {
            byte c = bytes[i];
            if (c is > (byte)' ' and < 127 and not (byte)'%')
            {
                line[n++] = c;
            }
            else
            {
                line[n++] = (byte)'%';
                line[n++] = Hex(c >> 4);
                line[n++] = Hex(c & 15);
            }
        }

        End(line, n);
    }

    private static void Line(byte* label, byte* word, ulong value)
    {
        byte* line = stackalloc byte[256];
        int n = Begin(line, label, word);
        n += Text.Number(line + n, value);
        End(line, n);
    }

    private static int Begin(byte* line, byte* label, byte* word)
    {
        int n = 0;
        for (; label[n] != 0 && n < 100; n++)
        {
            line[n] = label[n];
        }

        return n + Text.Copy(line + n, word);
    }

    private static void End(byte* line, int length)
    {
        line[length++] = (byte)'\n';
        Sys.WriteAll(1, line, length);
    }

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
}
