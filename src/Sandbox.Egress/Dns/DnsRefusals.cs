using Sandbox.Core.Network;
using Sandbox.Egress.Log;

namespace Sandbox.Egress.Dns;

/// <summary>Logs names that were refused: each once in a while and only so many, since whoever asks can make up any number of them.</summary>
internal sealed class DnsRefusals(IEgressLog log, TimeProvider time)
{
    /// <summary>Names that are listed in one interval.</summary>
    public const int MaxNames = 256;

    private const string TooMany = "(more names)";

    private readonly Lock _lock = new();
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);
    private long _since = time.GetTimestamp();

    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(10);

    /// <param name="name">The name, made printable.</param>
    /// <param name="verdict">Why it was refused.</param>
    public void Add(string name, Verdict verdict)
    {
        lock (_lock)
        {
            if (time.GetElapsedTime(_since) >= Interval)
            {
                _listed.Clear();
                _since = time.GetTimestamp();
            }

            bool isKnown = _listed.Contains(name);
            bool isFull = _listed.Count >= MaxNames;
            if (isKnown || !_listed.Add(isFull ? TooMany : name))
            {
                return;
            }

            name = isFull ? TooMany : name;
            verdict = isFull ? new Verdict { Allowed = false, Reason = "more names were refused than are listed" } : verdict;
        }

        log.Write(new EgressRecord
        {
            Time = time.GetUtcNow(),
            Via = "dns",
            Host = name,
            Port = 0,
            Allowed = false,
            Rule = verdict.Rule,
            Reason = verdict.Reason,
            Remedy = verdict.Remedy,
        });
    }
}
