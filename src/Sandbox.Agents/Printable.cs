using System.Globalization;
using System.Text;

namespace Sandbox.Agents;

/// <summary>Makes text that came from outside safe to print or to put into a prompt: one line, no control characters, bounded.</summary>
internal static class Printable
{
    internal static string Text(string text, int longest = 100)
    {
        StringBuilder result = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (result.Length >= longest)
            {
                return result.Append("...").ToString();
            }

            // Format covers bidirectional overrides, which reorder what a reader sees.
            _ = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
                ? result.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}")
                : result.Append(rune.ToString());
        }

        return result.ToString();
    }
}
