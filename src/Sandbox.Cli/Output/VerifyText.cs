using System.Text;
using Sandbox.Core.Planning;
using Sandbox.Verify;

namespace Sandbox.Cli.Output;

/// <summary>Results of the battery for people.</summary>
internal static class VerifyText
{
    public static string Render(IReadOnlyList<CheckName> names)
    {
        StringBuilder text = new();
        string? group = null;
        foreach (CheckName name in names)
        {
            Heading(text, ref group, name.Group);
            text.Append($"  {name.Id,-19} {name.Title}\n");
        }

        return text.ToString();
    }

    public static string Render(IReadOnlyList<BatteryReport> reports, Colors colors) => string.Join('\n', reports.Select(r => Render(r, colors)));

    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Blocked => "BLOCKED",
        Verdict.Escaped => "ESCAPED",
        Verdict.Allowed => "ALLOWED",
        Verdict.Broken => "BROKEN",
        Verdict.NotApplicable => "NOT-APPLICABLE",
        _ => "INCONCLUSIVE",
    };

    private static string Render(BatteryReport report, Colors colors)
    {
        if (report.Unusable is { } why)
        {
            return $"{report.Backend}: {colors.Error("cannot run here")}: {PrintableText.Escape(why)}\n";
        }

        StringBuilder text = new();
        string? group = null;
        foreach (CheckResult result in report.Results)
        {
            Heading(text, ref group, result.Group);
            string words = result.Words.Length == 0 ? string.Empty : colors.Note($" ({PrintableText.Escape(result.Words)})");
            text.Append($"  {Paint(result.Verdict, $"{Word(result.Verdict),-14}", colors)} {result.Id,-19} {result.Title}{words}\n");
        }

        int Count(Verdict verdict) => report.Count(verdict);
        return text.Append(
            $"\n{report.Backend}: {report.Results.Count} checks: {Count(Verdict.Blocked)} blocked, {Count(Verdict.Escaped)} escaped, {Count(Verdict.Allowed)} allowed, {Count(Verdict.Broken)} broken, " +
            $"{Count(Verdict.NotApplicable)} not applicable, {Count(Verdict.Inconclusive)} inconclusive\n").ToString();
    }

    private static string Paint(Verdict verdict, string word, Colors colors) => verdict switch
    {
        Verdict.Escaped or Verdict.Broken => colors.Error(word),
        Verdict.Inconclusive => colors.Warning(word),
        Verdict.NotApplicable => colors.Note(word),
        _ => word,
    };

    private static void Heading(StringBuilder text, ref string? group, string next)
    {
        if (!string.Equals(group, next, StringComparison.Ordinal))
        {
            text.Append(group is null ? string.Empty : "\n").Append(next).Append('\n');
            group = next;
        }
    }
}
