using System.Net.Sockets;
using Sandbox.Egress.Log;

namespace Sandbox.Egress.Connections;

/// <summary>
/// Accepts connections of one listener and serves each on the thread pool. What one connection throws ends that connection
/// only. Beyond the limits new ones are reset; when descriptors run out the loop waits and connections stay in the backlog.
/// </summary>
internal sealed class AcceptLoop
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Socket _listener;
    private readonly ConnectionSlots _slots;
    private readonly string _via;
    private readonly IEgressLog _log;
    private readonly Func<Socket, ConnectionSlot, CancellationToken, Task> _serve;
    private readonly TimeProvider _clock;
    private readonly LogPause _pause;
    private int _live;
    private TaskCompletionSource? _idle;

    /// <param name="listener">Listens already; owned by the caller, whose Dispose ends the loop too.</param>
    /// <param name="slots">Shared by the sandbox's listeners.</param>
    /// <param name="via">For the log.</param>
    /// <param name="log">Gets what one connection's failure says, and refusals for lack of room, at most one a second.</param>
    /// <param name="serve">Owns neither the socket nor the slot: both are closed when its task ends.</param>
    /// <param name="clock">The system's when null.</param>
    public AcceptLoop(Socket listener, ConnectionSlots slots, string via, IEgressLog log, Func<Socket, ConnectionSlot, CancellationToken, Task> serve, TimeProvider? clock = null)
    {
        _listener = listener;
        _slots = slots;
        _via = via;
        _log = log;
        _serve = serve;
        _clock = clock ?? TimeProvider.System;
        _pause = new(_clock);
    }

    /// <summary>Ends when it is cancelled or the listener is closed, after the last connection has ended.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        TimeSpan pause = FirstPause;
        while (!cancellation.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptAsync(cancellation);
                pause = FirstPause;
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                break;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.OperationAborted or SocketError.InvalidArgument or SocketError.NotSocket)
            {
                break;
            }
            catch (SocketException e)
            {
                Note($"cannot accept connections: {SocketProblem.Text(e.SocketErrorCode)}");
                if (!await SleepAsync(pause, cancellation))
                {
                    break;
                }

                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                continue;
            }

            Begin(client, cancellation);
        }

        await IdleAsync();
    }

    private void Begin(Socket client, CancellationToken cancellation)
    {
        if (!_slots.TryEnter(out ConnectionSlot? slot))
        {
            client.Reset();
            Note("too many connections at once");
            return;
        }

        Interlocked.Increment(ref _live);
        _ = Task.Run(() => ServeAsync(client, slot, cancellation), CancellationToken.None);
    }

    private async Task ServeAsync(Socket client, ConnectionSlot slot, CancellationToken cancellation)
    {
        try
        {
            client.NoDelay = true;
            await _serve(client, slot, cancellation);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException or IOException)
        {
            // The client went, or the sandbox ends: there is nobody to tell.
            client.Reset();
        }
        catch (Exception e)
        {
            client.Reset();
            Note($"connection dropped by an internal error ({e.GetType().Name})");
        }
        finally
        {
            client.Dispose();
            slot.Leave();
            if (Interlocked.Decrement(ref _live) == 0)
            {
                Volatile.Read(ref _idle)?.TrySetResult();
            }
        }
    }

    private Task IdleAsync()
    {
        TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _idle, idle);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _live) == 0)
        {
            idle.TrySetResult();
        }

        return idle.Task;
    }

    private async Task<bool> SleepAsync(TimeSpan time, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(time, _clock, cancellation);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Note(string reason)
    {
        if (_pause.May())
        {
            _log.Write(new() { Time = _clock.GetUtcNow(), Via = _via, Host = string.Empty, Port = 0, Allowed = false, Reason = reason });
        }
    }
}
