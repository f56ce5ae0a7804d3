using Sandbox.Configuration.Catalogue;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;

namespace Sandbox.Configuration.Reading;

/// <summary>What is wrong with one word, wherever it was written.</summary>
internal static class WordCheck
{
    /// <summary>The mistake with what to write instead, or null.</summary>
    public static string? Find(Setting setting, string word)
    {
        if (word.Length == 0)
        {
            return "empty: name something, or leave it out";
        }

        string shown = PrintableText.Escape(setting.Shown(word));
        string[] known = [.. setting.Choices.Select(static c => c.Word)];
        if (known.Length > 0 && !known.Contains(word, StringComparer.Ordinal))
        {
            return Suggestion.For(word, known) is { } near ? $"{shown}: did you mean {near}?" : $"{shown}: use one of {string.Join(", ", known)}";
        }

        if (setting.Measure is { } measure && measure(word, 1L << 40) is null)
        {
            return $"{shown}: write {setting.Form}";
        }

        return setting.Problem(word) is { } problem ? $"{shown}: {problem}" : null;
    }
}
