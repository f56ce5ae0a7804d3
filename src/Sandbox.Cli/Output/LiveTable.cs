using System.Globalization;
using System.Text;
using Sandbox.Cli.Live;
using Sandbox.Core.Planning;

namespace Sandbox.Cli.Output;

/// <summary>Running sandboxes for people.</summary>
internal static class LiveTable
{
    private const string TimeForm = "yyyy-MM-dd HH:mm:ss";

    /// <summary>Nothing when nothing runs.</summary>
    public static string Render(IReadOnlyList<LiveStatus> sandboxes)
    {
        if (sandboxes.Count == 0)
        {
            return string.Empty;
        }

        StringBuilder text = new("STARTED              SESSIONS  OWNER     PROJECT\n");
        foreach (LiveStatus sandbox in sandboxes)
        {
            string started = Time(sandbox) ?? "does not answer";
            string sessions = sandbox.Sessions?.ToString(CultureInfo.InvariantCulture) ?? "?";
            string project = PrintableText.Escape(sandbox.Project ?? sandbox.Id);
            text.Append(CultureInfo.InvariantCulture, $"{started,-19}  {sessions,-8}  {sandbox.Owner,-8}  {project}\n");
        }

        return text.ToString();
    }

    public static string Details(LiveStatus sandbox)
    {
        StringBuilder text = new();
        Line(text, "project", sandbox.Project ?? "unknown: its owner does not answer");
        Line(text, "id", sandbox.Id);
        Line(text, "started", Time(sandbox) ?? "unknown");
        Line(text, "owner", sandbox.Owner.ToString(CultureInfo.InvariantCulture));
        Line(text, "sessions", sandbox.Sessions?.ToString(CultureInfo.InvariantCulture) ?? "unknown");
        foreach (string line in sandbox.Policy)
        {
            string[] parts = line.Split('\t', 2);
            Line(text, parts[0], parts.Length > 1 ? parts[1] : string.Empty);
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, string name, string value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name,-24}{PrintableText.Escape(value)}\n");

    private static string? Time(LiveStatus sandbox) => sandbox.Started?.ToLocalTime().ToString(TimeForm, CultureInfo.InvariantCulture);
}
