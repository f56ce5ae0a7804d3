using Sandbox.Agents.Catalog;

namespace Sandbox.Agents.Installing;

/// <summary>One install at a time per store. The kernel drops the lock when its owner dies, however it dies.</summary>
internal sealed class InstallLock : IDisposable
{
    // .NET reports flock's EWOULDBLOCK through HResult.
    private const int WouldBlock = 11;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly FileStream _file;

    private InstallLock(FileStream file)
    {
        _file = file;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Waits as long as another install runs.</summary>
    internal static async Task<InstallLock> AcquireAsync(AgentStore store, IInstallProgress progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        bool told = false;
        while (true)
        {
            InstallLock? taken = TryAcquire(store);
            if (taken is not null)
            {
                return taken;
            }

            if (!told)
            {
                progress.Phase("waiting for another install to end");
                told = true;
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    /// <summary>Null when an install is running.</summary>
    internal static InstallLock? TryAcquire(AgentStore store)
    {
        try
        {
            // FileShare.None is an exclusive flock on Linux.
            return new InstallLock(new FileStream(store.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            return null;
        }
    }
}
