using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Executor.Plan;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;
using Sandbox.Linux.Sockets;

namespace Sandbox.Backends.Native;

/// <summary>The client's side of a session that PID 1 of a running sandbox has started, or not. Closing it ends the session.</summary>
/// <param name="channel">The client's end of the session's socket; owned.</param>
public sealed class JoinedSession(Descriptor channel) : IDisposable
{
    private const int LongestRecord = 4096;

    private ExecutorStatus? _failure;
    private int? _ended;

    /// <summary>Readable when <see cref="Read"/> has something to do.</summary>
    public Descriptor Channel => channel;

    /// <summary>PID 1 has answered: the session runs, or it could not be started.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Nothing more will come.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The outer side of the session's terminal, once it has arrived.</summary>
    public Descriptor? Terminal { get; private set; }

    /// <summary>Takes one message; false when none is there yet.</summary>
    public bool Read()
    {
        using ReceivedMessage? message = TryReceive();
        if (message is null)
        {
            return false;
        }

        if (message.Bytes.Length < Unsafe.SizeOf<StatusRecord>())
        {
            IsOver = true;
            return true;
        }

        IsAnswered = true;
        StatusReader reader = new();
        reader.Add(message.Bytes.Span);
        while (reader.TryTake(out ExecutorStatus status))
        {
            Take(status, message);
        }

        return true;
    }

    /// <summary>Sends the session a signal: its first process, or its whole process group.</summary>
    public void Signal(int number, bool group)
    {
        ControlMessage message = new() { Kind = (uint)ControlKind.Signal, Value = group ? -number : number };
        _ = channel.TrySend(MemoryMarshal.AsBytes(new ReadOnlySpan<ControlMessage>(in message)));
    }

    /// <summary>Passes on what this process was sent: what a terminal sends by its keys is meant for the whole job, as the terminal itself would.</summary>
    public void Forward(int number) => Signal(number, group: number is SignalNumber.Interrupt or SignalNumber.Quit or SignalNumber.Hangup);

    /// <summary>How it ended; null when the sandbox ended before it, or never took it in.</summary>
    /// <param name="command">argv[0], for messages.</param>
    /// <param name="files">For messages.</param>
    public LaunchResult? Result(string command, IHostFiles files)
    {
        if (_failure is { } failure)
        {
            (SandboxException error, int exitCode) = NativeFailure.Explain(failure, command, files);
            return new LaunchResult(exitCode, error);
        }

        return _ended is { } status ? new LaunchResult(WaitStatus.ExitCode(status), null) : null;
    }

    public void Dispose()
    {
        Terminal?.Dispose();
        channel.Dispose();
    }

    // A connection that was reset is one that has ended.
    private ReceivedMessage? TryReceive()
    {
        try
        {
            return DescriptorMessages.TryReceive(channel, LongestRecord);
        }
        catch (IOException)
        {
            IsOver = true;
            return null;
        }
    }

    private void Take(ExecutorStatus status, ReceivedMessage message)
    {
        switch (status.Kind)
        {
            case StatusKind.Error:
                _failure ??= status;
                break;
            case StatusKind.Ended:
                _ended = status.Value;
                IsOver = true;
                break;
            case StatusKind.Started when message.DescriptorCount > 0:
                Terminal = message.Take(0);
                break;
        }
    }
}
