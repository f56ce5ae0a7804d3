using System.Text;
using Sandbox.Cli.Doctor;
using Sandbox.Core.Planning;

namespace Sandbox.Cli.Output;

/// <summary>The doctor's lines for people.</summary>
internal static class DoctorText
{
    public static string Render(IReadOnlyList<Check> checks, bool canRun)
    {
        StringBuilder text = new();
        string? area = null;
        foreach (Check check in checks)
        {
            if (!string.Equals(area, check.Area, StringComparison.Ordinal))
            {
                text.Append(area is null ? string.Empty : "\n").Append(check.Area).Append('\n');
                area = check.Area;
            }

            string fix = check.Fix is null ? string.Empty : $": {PrintableText.Escape(check.Fix)}";
            text.Append($"  {Word(check.State),-7} {check.Name,-16} {check.Words}{fix}\n");
        }

        return text.Append(canRun ? "\nThe native backend can run here.\n" : "\nThe native backend cannot run here.\n").ToString();
    }

    public static string Word(CheckState state) => state switch
    {
        CheckState.Ok => "ok",
        CheckState.Weaker => "weaker",
        _ => "missing",
    };
}
