using System.Globalization;
using System.Text;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Sandbox.Testing;

/// <summary>An inline difference with line numbers, a few unchanged lines around each change, and a bound on its length.</summary>
internal static class SnapshotDiff
{
    private const int Context = 2;
    private const int LongestDiff = 200;

    public static string Between(string expected, string actual)
    {
        List<DiffPiece> lines = new InlineDiffBuilder(new Differ()).BuildDiffModel(expected, actual, ignoreWhitespace: false).Lines;
        StringBuilder shown = new("- verified\n+ received\n");
        int printed = 0;
        int last = -1;
        for (int index = 0; index < lines.Count; index++)
        {
            if (!IsNearChange(lines, index))
            {
                continue;
            }

            if (++printed > LongestDiff)
            {
                return shown.Append("... and more\n").ToString();
            }

            if (last >= 0 && last != index - 1)
            {
                shown.Append("      ...\n");
            }

            last = index;
            shown.Append(Show(lines[index])).Append('\n');
        }

        if (printed == 0)
        {
            shown.Append(CultureInfo.InvariantCulture, $"the lines are the same, their ends are not (verified {expected.Length} characters, received {actual.Length})\n");
        }

        return shown.ToString();
    }

    private static bool IsNearChange(List<DiffPiece> lines, int index)
    {
        int end = Math.Min(lines.Count - 1, index + Context);
        for (int near = Math.Max(0, index - Context); near <= end; near++)
        {
            if (lines[near].Type != ChangeType.Unchanged)
            {
                return true;
            }
        }

        return false;
    }

    private static string Show(DiffPiece line)
    {
        char sign = line.Type switch
        {
            ChangeType.Inserted => '+',
            ChangeType.Deleted => '-',
            _ => ' ',
        };
        return string.Create(CultureInfo.InvariantCulture, $"{line.Position,4} {sign} {line.Text}");
    }
}
