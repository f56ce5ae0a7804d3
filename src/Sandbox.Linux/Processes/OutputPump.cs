using System.Buffers;

namespace Sandbox.Linux.Processes;

/// <summary>Reads one pipe of a child to its end, keeping or passing on what <see cref="CommandOutput"/> asks for.</summary>
internal sealed class OutputPump(CommandOutput output)
{
    private readonly ArrayBufferWriter<byte> _kept = new();
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private bool _dropped;

    /// <summary>Completes, with its exception, only when the line callback throws.</summary>
    internal Task Failed => _failed.Task;

    /// <summary>Some output was not kept.</summary>
    internal bool Dropped
    {
        get
        {
            lock (_gate)
            {
                return _dropped;
            }
        }
    }

    /// <summary>A copy: an abandoned pump may still be appending.</summary>
    internal byte[] Kept
    {
        get
        {
            lock (_gate)
            {
                return _kept.WrittenSpan.ToArray();
            }
        }
    }

    internal async Task RunAsync(Stream pipe, CancellationToken cancellationToken)
    {
        LineSplitter? lines = output.Line is null ? null : new LineSplitter(output.Line);
        byte[] buffer = new byte[32 * 1024];
        int count;
        while ((count = await pipe.ReadAsync(buffer, cancellationToken)) > 0)
        {
            Keep(buffer.AsSpan(0, count));
            PassOn(() => lines?.Add(buffer.AsSpan(0, count)));
        }

        PassOn(() => lines?.Finish());
    }

    private void PassOn(Action action)
    {
        if (_failed.Task.IsCompleted)
        {
            return;
        }

        try
        {
            action();
        }
        catch (Exception e)
        {
            // Reading goes on, so that the child can end instead of blocking on a full pipe.
            _failed.SetException(e);
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            int room = output.Limit - _kept.WrittenCount;
            _kept.Write(bytes[..Math.Min(room, bytes.Length)]);
            _dropped |= output.Limit > 0 && bytes.Length > room;
        }
    }
}
