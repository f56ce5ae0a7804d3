using System.Text.RegularExpressions;

namespace Sandbox.OfflineApi.Scripting;

/// <summary>Tells the user's own words from the reminders that the agent puts around them.</summary>
public static partial class Prompt
{
    /// <summary>The position and the words of the last thing the user said, or null when the user said nothing.</summary>
    public static (int Position, string Text)? Last(IReadOnlyList<Block> blocks)
    {
        for (var position = blocks.Count - 1; position >= 0; position--)
        {
            if (blocks[position] is UserText user && OwnWords(user.Text) is { Length: > 0 } words)
            {
                return (position, words);
            }
        }

        return null;
    }

    // Reminders list skills, files and settings: any of them may hold the word that starts the demonstration.
    private static string OwnWords(string text) => Reminder().Replace(text, "").Trim();

    [GeneratedRegex("<system-reminder>.*?</system-reminder>", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Reminder();
}
