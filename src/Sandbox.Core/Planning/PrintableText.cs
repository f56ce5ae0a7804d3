using System.Globalization;
using System.Text;

namespace Sandbox.Core.Planning;

/// <summary>Text that may hold anything, made fit for one line of a terminal.</summary>
public static class PrintableText
{
    /// <summary>Control characters, direction marks and lone surrogates as escapes; the rest unchanged.</summary>
    public static string Escape(string text)
    {
        StringBuilder line = new(text.Length);
        foreach (char c in text)
        {
            UnicodeCategory category = char.GetUnicodeCategory(c);
            if (c == '\n')
            {
                line.Append("\\n");
            }
            else if (char.IsSurrogate(c) && c is >= '\uDC80' and <= '\uDCFF' && (line.Length == 0 || !char.IsHighSurrogate(line[^1])))
            {
                line.Append(CultureInfo.InvariantCulture, $"\\x{c - 0xDC00:x2}");
            }
            else if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                line.Append(c);
            }
        }

        return line.ToString();
    }
}
