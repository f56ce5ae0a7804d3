using System.Globalization;
using System.Text;
using Sandbox.Core.Planning;
using Sandbox.Egress.Log;

namespace Sandbox.Cli.Output;

/// <summary>Records of the network log for people, or all of them as one JSON document.</summary>
internal static class LogText
{
    private const int SchemaVersion = 1;

    public static void Write(TextWriter output, IEnumerable<EgressRecord> records, bool json)
    {
        string separator = string.Empty;
        if (json)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{{\"schemaVersion\":{SchemaVersion},\"records\":["));
        }

        foreach (EgressRecord record in records)
        {
            if (json)
            {
                // The log's own lines are what programs know already.
                output.Write(separator + Encoding.UTF8.GetString(EgressJson.Write(record)).TrimEnd('\n'));
                separator = ",";
            }
            else
            {
                output.WriteLine(Line(record));
            }
        }

        if (json)
        {
            output.WriteLine("]}");
        }
    }

    private static string Line(EgressRecord record)
    {
        string place = record.Port == 0 ? record.Host : string.Create(CultureInfo.InvariantCulture, $"{record.Host}:{record.Port}");
        string line = string.Create(
            CultureInfo.InvariantCulture, $"{record.Time.ToLocalTime():yyyy-MM-dd HH:mm:ss}  {(record.Allowed ? "allowed" : "refused")}  {record.Via,-8}  {place}");
        return PrintableText.Escape(record.Reason is { Length: > 0 } reason ? $"{line}  {reason}" : line);
    }
}
