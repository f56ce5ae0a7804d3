using System.Runtime.ExceptionServices;
using Sandbox.Backends.Native;

namespace Sandbox.Backends.Tests.Capture;

/// <summary>Serves the sockets of one sandbox on a thread, as a test says.</summary>
/// <param name="serve">May wait in the sockets: they are closed when the sandbox ends, and what is thrown then does not count.</param>
internal sealed class ServingHost(Action<SandboxSockets> serve) : IEgressHost, IDisposable
{
    private readonly TaskCompletionSource<SandboxSockets> _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SandboxSockets? _sockets;
    private Thread? _thread;
    private Exception? _failure;
    private volatile bool _isEnding;

    /// <summary>What arrived; cancelled when nothing did.</summary>
    public Task<SandboxSockets> Arrived => _arrived.Task;

    public bool IsDisposed => _isEnding;

    public IDisposable Serve(SandboxSockets sockets)
    {
        _sockets = sockets;
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
        _arrived.SetResult(sockets);
        return this;
    }

    public void Dispose()
    {
        _isEnding = true;
        _sockets?.Dispose();
        _thread?.Join();
    }

    /// <summary>Throws what the thread threw while the sandbox ran.</summary>
    public void ExpectNoFailure()
    {
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }

    private void Run()
    {
        try
        {
            serve(_sockets!);
        }
        catch (Exception e)
        {
            _failure = _isEnding ? null : e;
        }
    }
}
