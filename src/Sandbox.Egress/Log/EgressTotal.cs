namespace Sandbox.Egress.Log;

/// <summary>What happened at one host and port, added up.</summary>
internal sealed class EgressTotal
{
    public long Count { get; private set; }

    public long Sent { get; private set; }

    public long Received { get; private set; }

    /// <summary>Of the last record.</summary>
    public string Reason { get; private set; } = string.Empty;

    public string? Remedy { get; private set; }

    public void Add(EgressRecord record)
    {
        Count++;
        Sent += record.Sent;
        Received += record.Received;
        Reason = record.Reason;
        Remedy = record.Remedy;
    }
}
