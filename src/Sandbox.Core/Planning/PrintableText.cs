using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sandbox.Core.Planning;

/// <summary>Text that may hold anything, made fit for one line of a terminal.</summary>
public static class PrintableText
{
    private const int FirstByte = 0xDC80;
    private const int LastByte = 0xDCFF;

    /// <summary>Control characters, direction marks and lone surrogates as escapes; the rest unchanged.</summary>
    public static string Escape(string text)
    {
        StringBuilder line = new(text.Length);
        ReadOnlySpan<char> rest = text;
        while (rest.Length > 0)
        {
            if (Rune.DecodeFromUtf16(rest, out Rune rune, out int used) == OperationStatus.Done)
            {
                Add(line, rune);
            }
            else
            {
                AddSurrogate(line, rest[0]);
                used = 1;
            }

            rest = rest[used..];
        }

        return line.ToString();
    }

    private static void Add(StringBuilder line, Rune rune)
    {
        UnicodeCategory category = Rune.GetUnicodeCategory(rune);
        if (rune.Value == '\n')
        {
            line.Append("\\n");
        }
        else if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        {
            line.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
        }
        else
        {
            line.Append(rune.ToString());
        }
    }

    // A byte that was not UTF-8 stands as a low surrogate (see ByteText); any other half of a pair is nobody's byte.
    private static void AddSurrogate(StringBuilder line, char half) =>
        _ = half is >= (char)FirstByte and <= (char)LastByte
            ? line.Append(CultureInfo.InvariantCulture, $"\\x{half - 0xDC00:x2}")
            : line.Append(CultureInfo.InvariantCulture, $"\\u{(int)half:x4}");
}
