namespace Sandbox.Egress.Connections;

/// <summary>Lets one line a second through, so that a flood does not fill the log. Thread-safe.</summary>
internal sealed class LogPause
{
    private readonly TimeProvider _clock;
    private long _next = long.MinValue;

    public LogPause(TimeProvider clock)
    {
        _clock = clock;
    }

    public bool May()
    {
        long now = _clock.GetTimestamp();
        long next = Volatile.Read(ref _next);
        return now >= next && Interlocked.CompareExchange(ref _next, now + _clock.TimestampFrequency, next) == next;
    }
}
