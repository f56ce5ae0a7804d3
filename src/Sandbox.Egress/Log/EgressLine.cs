using System.Globalization;
using Sandbox.Core.Planning;

namespace Sandbox.Egress.Log;

/// <summary>A record as a line for people. What came out of the sandbox is made printable.</summary>
public static class EgressLine
{
    /// <summary>"2026-03-01 12:00:00Z refused dns evil.example: no rule allows it".</summary>
    public static string Of(EgressRecord record)
    {
        string bytes = record.Allowed ? $", {Bytes(record.Sent)} sent, {Bytes(record.Received)} received" : string.Empty;
        string verdict = record.Allowed ? "allowed" : "refused";
        return string.Create(
            CultureInfo.InvariantCulture, $"{record.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z {verdict} {record.Via} {Place(record.Host, record.Port)}: {PrintableText.Escape(record.Reason)}{bytes}");
    }

    /// <summary>"example.com:443", "[::1]:80", or the host alone where only a name was asked for.</summary>
    public static string Place(string host, int port)
    {
        string shown = PrintableText.Escape(host);
        string bracketed = host.Contains(':', StringComparison.Ordinal) ? $"[{shown}]" : shown;
        return port == 0 ? shown : string.Create(CultureInfo.InvariantCulture, $"{bracketed}:{port}");
    }

    /// <summary>"17 B", "1.5 KiB", "300 MiB".</summary>
    public static string Bytes(long count)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        double value = count;
        int unit = 0;
        for (; value >= 1024 && unit < units.Length - 1; unit++)
        {
            value /= 1024;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value.ToString(unit == 0 || value >= 100 ? "0" : "0.#", CultureInfo.InvariantCulture)} {units[unit]}");
    }
}
