namespace Sandbox.Egress.Broker;

/// <summary>How many bytes of request bodies are kept for a second try, over all requests.</summary>
internal sealed class ReplayBudget
{
    /// <summary>The largest body that is kept.</summary>
    public const int MostOfOne = 8 * 1024 * 1024;

    private const long MostOfAll = 32 * 1024 * 1024;

    private long _used;

    public bool TryTake(long bytes)
    {
        if (bytes > MostOfOne)
        {
            return false;
        }

        if (Interlocked.Add(ref _used, bytes) <= MostOfAll)
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _used, -bytes);
}
