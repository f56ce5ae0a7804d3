namespace Sandbox.Core.Diagnostics;

/// <summary>"Did you mean": the nearest known word.</summary>
public static class Suggestion
{
    private const int Farthest = 3;

    /// <summary>The known word with the fewest edits, at most three and fewer than half its letters; null when none is near.</summary>
    public static string? For(string word, IEnumerable<string> known) =>
        known.Select(k => (Word: k, Distance: Distance(word, k)))
            .Where(k => k.Distance <= Farthest && k.Distance * 2 < k.Word.Length)
            .OrderBy(k => k.Distance).ThenBy(k => k.Word, StringComparer.Ordinal)
            .Select(k => k.Word).FirstOrDefault();

    /// <summary>Letters left out, put in or exchanged, and neighbours swapped, count one each.</summary>
    private static int Distance(string a, string b)
    {
        int[][] edits = [.. Enumerable.Range(0, a.Length + 1).Select(_ => new int[b.Length + 1])];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                edits[i][j] = i == 0 || j == 0 ? i + j : Cell(edits, a, b, i, j);
            }
        }

        return edits[a.Length][b.Length];
    }

    private static int Cell(int[][] edits, string a, string b, int i, int j)
    {
        int replaced = edits[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        int least = Math.Min(replaced, Math.Min(edits[i - 1][j], edits[i][j - 1]) + 1);
        bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return swapped ? Math.Min(least, edits[i - 2][j - 2] + 1) : least;
    }
}
