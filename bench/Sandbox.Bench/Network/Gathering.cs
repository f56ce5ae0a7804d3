namespace Sandbox.Bench.Network;

/// <summary>Lets nobody through before all are there, or before patience ends: so that connections are open at the same time indeed.</summary>
internal sealed class Gathering
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly Lock _lock = new();
    private TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _here;

    /// <summary>The most that were there at once, of the last gathering.</summary>
    public int Peak { get; private set; }

    public async Task WaitAsync(int expected)
    {
        Task open;
        lock (_lock)
        {
            _here++;
            Peak = _here == 1 ? 1 : Math.Max(Peak, _here);
            open = _open.Task;
            if (_here == expected)
            {
                _open.SetResult();
                _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _here = 0;
                return;
            }
        }

        await Task.WhenAny(open, Task.Delay(Patience));
        if (!open.IsCompleted)
        {
            lock (_lock)
            {
                _here = Math.Max(0, _here - 1);
            }
        }
    }
}
