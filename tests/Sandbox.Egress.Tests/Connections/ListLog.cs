using Sandbox.Egress.Log;

namespace Sandbox.Egress.Tests.Connections;

/// <summary>A log that tests can wait for.</summary>
internal sealed class ListLog : IEgressLog
{
    private readonly Lock _lock = new();
    private readonly List<EgressRecord> _records = [];
    private readonly List<(Func<EgressRecord, bool> Wanted, TaskCompletionSource<EgressRecord> Found)> _waiters = [];

    public EgressRecord[] All
    {
        get
        {
            lock (_lock)
            {
                return [.. _records];
            }
        }
    }

    public void Write(EgressRecord record)
    {
        lock (_lock)
        {
            _records.Add(record);
            foreach ((Func<EgressRecord, bool> wanted, TaskCompletionSource<EgressRecord> found) in _waiters)
            {
                if (wanted(record))
                {
                    found.TrySetResult(record);
                }
            }
        }
    }

    /// <summary>The first record of that kind, whether it has been written or will be.</summary>
    public Task<EgressRecord> FirstAsync(Func<EgressRecord, bool> wanted)
    {
        lock (_lock)
        {
            if (_records.Find(r => wanted(r)) is { } there)
            {
                return Task.FromResult(there);
            }

            TaskCompletionSource<EgressRecord> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((wanted, found));
            return found.Task;
        }
    }

    public Task<EgressRecord> RefusalAsync() => FirstAsync(r => !r.Allowed);
}
