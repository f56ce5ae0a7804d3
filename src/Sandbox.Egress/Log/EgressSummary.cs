using System.Globalization;
using System.Text;
using Sandbox.Core.Planning;

namespace Sandbox.Egress.Log;

/// <summary>Passes records on and keeps their sums, for what is said when the sandbox ends. Memory is bounded; safe for many threads.</summary>
/// <param name="next">Where the records go.</param>
public sealed class EgressSummary(IEgressLog next) : IEgressLog
{
    // Kept by place, and shown; the rest is only counted.
    private const int MaxKept = 1024;
    private const int MaxShown = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Host, int Port), EgressTotal> _allowed = [];
    private readonly Dictionary<(string Host, int Port), EgressTotal> _refused = [];
    private long _allowedUncounted;
    private long _refusedUncounted;

    public void Write(EgressRecord record)
    {
        lock (_lock)
        {
            if (!TryAdd(record.Allowed ? _allowed : _refused, record))
            {
                _ = record.Allowed ? _allowedUncounted++ : _refusedUncounted++;
            }
        }

        next.Write(record);
    }

    /// <summary>Lines with their line ends; empty when nothing left the sandbox and nothing was refused.</summary>
    /// <param name="refusedOnly">Leave out what was reached.</param>
    public string Text(bool refusedOnly = false)
    {
        lock (_lock)
        {
            StringBuilder text = new();
            if (!refusedOnly)
            {
                Add(text, "reached", _allowed, _allowedUncounted, t => t.Sent + t.Received, Allowed);
            }

            Add(text, "refused", _refused, _refusedUncounted, t => t.Count, Refused);
            return text.ToString();
        }
    }

    private static bool TryAdd(Dictionary<(string Host, int Port), EgressTotal> totals, EgressRecord record)
    {
        if (!totals.TryGetValue((record.Host, record.Port), out EgressTotal? total))
        {
            if (totals.Count == MaxKept)
            {
                return false;
            }

            total = new EgressTotal();
            totals.Add((record.Host, record.Port), total);
        }

        total.Add(record);
        return true;
    }

    private static void Add(
        StringBuilder text, string heading, Dictionary<(string Host, int Port), EgressTotal> totals, long uncounted, Func<EgressTotal, long> weight, Func<EgressTotal, string> line)
    {
        if (totals.Count == 0)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"network: {heading}\n");
        foreach (((string host, int port), EgressTotal total) in totals.OrderByDescending(t => weight(t.Value)).ThenBy(t => t.Key.Host, StringComparer.Ordinal).ThenBy(t => t.Key.Port).Take(MaxShown))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {EgressLine.Place(host, port)}: {line(total)}\n");
        }

        if (totals.Count > MaxShown)
        {
            string more = uncounted > 0 ? "and more than" : "and";
            text.Append(CultureInfo.InvariantCulture, $"  {more} {totals.Count - MaxShown} others: claude-sandbox network log lists them\n");
        }
    }

    private static string Allowed(EgressTotal total) => string.Create(
        CultureInfo.InvariantCulture, $"{total.Count} {(total.Count == 1 ? "connection" : "connections")}, {EgressLine.Bytes(total.Sent)} sent, {EgressLine.Bytes(total.Received)} received");

    private static string Refused(EgressTotal total)
    {
        string remedy = total.Remedy is null ? string.Empty : $"; {PrintableText.Escape(total.Remedy)} would allow it";
        return string.Create(CultureInfo.InvariantCulture, $"{total.Count} {(total.Count == 1 ? "time" : "times")}, {PrintableText.Escape(total.Reason)}{remedy}");
    }
}
