using System.Text.Json;
using Sandbox.Core.Planning;
using Sandbox.Sessions.Report;

namespace Sandbox.Cli.Output;

/// <summary>What a sandbox changed that tools outside run or obey, for people and for programs.</summary>
internal static class ReportText
{
    private const int Shown = 8;

    /// <summary>One line, or null when there is nothing to say.</summary>
    public static string? Line(ProjectReport report)
    {
        if (report.Findings.Count == 0)
        {
            return report.IsComplete ? null : "the project is too large to look for changes that tools outside would run or obey";
        }

        string[] words = [.. report.Findings.OrderBy(f => Weight(f.Kind)).Take(Shown).Select(Words)];
        string more = report.Findings.Count > Shown ? $" and {report.Findings.Count - Shown} more (--report FILE has all)" : string.Empty;
        return $"look at these before you use tools here, which run or obey them: {string.Join(", ", words)}{more}";
    }

    /// <summary>UTF-8, with a line break at the end.</summary>
    public static byte[] Json(ProjectReport report, string project)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 1);
            json.WriteString("project", project);
            json.WriteBoolean("complete", report.IsComplete);
            json.WriteStartArray("findings");
            foreach (ReportFinding finding in report.Findings)
            {
                json.WriteStartObject();
                json.WriteString("kind", finding.Kind);
                json.WriteString("path", PrintableText.Escape(finding.Path));
                json.WriteString("reason", PrintableText.Escape(finding.Reason));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static int Weight(string kind) => kind switch
    {
        "repository" => 0,
        "link" => 1,
        "executable" => 3,
        _ => 2,
    };

    private static string Words(ReportFinding finding) => finding.Kind switch
    {
        "file" => PrintableText.Escape(finding.Path),
        _ => $"{PrintableText.Escape(finding.Path)} ({PrintableText.Escape(finding.Reason)})",
    };
}
