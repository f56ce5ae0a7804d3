using System.Collections.Concurrent;
using Sandbox.Egress.Log;

namespace Sandbox.Egress.Tests.Http;

/// <summary>Keeps every record; <see cref="Text"/> is all that was written, for canaries.</summary>
public sealed class RecordingLog : IEgressLog
{
    private readonly ConcurrentQueue<EgressRecord> _records = new();

    public IReadOnlyList<EgressRecord> Records => [.. _records];

    public string Text => string.Join('\n', _records);

    public void Write(EgressRecord record) => _records.Enqueue(record);
}
