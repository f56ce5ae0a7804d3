using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sandbox.Executor.Plan;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;
using Sandbox.Linux.Sockets;

namespace Sandbox.Backends.Native;

/// <summary>Questions to PID 1 of the sandbox, one at a time. The only reader of the control socket once the sockets have arrived.</summary>
/// <param name="control">Our end; not closed here.</param>
/// <param name="limit">How long PID 1 may take to answer, and a server inside to accept.</param>
internal sealed class ControlChannel(Descriptor control, TimeSpan limit)
{
    private readonly Lock _gate = new();
    private uint _number;
    private bool _isClosed;

    /// <summary>See <see cref="SandboxSockets.Connect"/>.</summary>
    public Socket? Connect(int port)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        using ReceivedMessage? answer = Ask(ControlKind.Connect, port, ControlKind.Connected);
        using Descriptor? connecting = answer is { DescriptorCount: 1, IsCut: false } ? answer.Take(0) : null;
        if (connecting is null || !Poll.WaitToWrite(connecting, limit))
        {
            return null;
        }

        Socket socket = DescriptorMessages.ToSocket(connecting);

        // A port that nobody listens on can be chosen for the connection itself, which the kernel then connects to itself.
        if (!socket.Connected || socket.LocalEndPoint!.Equals(socket.RemoteEndPoint))
        {
            socket.Dispose();
            return null;
        }

        return socket;
    }

    /// <summary>How many sessions run inside, or null when PID 1 does not answer.</summary>
    public int? CountSessions()
    {
        using ReceivedMessage? answer = Ask(ControlKind.Count, 0, ControlKind.Counted);
        return answer is null ? null : MemoryMarshal.Read<ControlMessage>(answer.Bytes.Span).Value;
    }

    /// <summary>Tells PID 1 that mounts will be attached from outside, or that no more will; false when it does not answer.</summary>
    public bool ExpectMounts(bool expects)
    {
        using ReceivedMessage? answer = Ask(ControlKind.ExpectMounts, expects ? 1 : 0, ControlKind.Counted);
        return answer is not null;
    }

    /// <summary>No question is asked after this, so that the descriptor can be closed.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }
    }

    private ReceivedMessage? Ask(ControlKind kind, int value, ControlKind answer)
    {
        if (!_gate.TryEnter(limit))
        {
            return null;
        }

        try
        {
            ControlMessage question = new() { Kind = (uint)kind, Value = value, Number = ++_number };
            return !_isClosed && control.TrySend(MemoryMarshal.AsBytes(new ReadOnlySpan<ControlMessage>(in question))) ? Answer(answer) : null;
        }
        finally
        {
            _gate.Exit();
        }
    }

    private ReceivedMessage? Answer(ControlKind kind)
    {
        long end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        while (Poll.Wait(control, TimeSpan.FromMilliseconds(end - Environment.TickCount64)))
        {
            ReceivedMessage? message = DescriptorMessages.TryReceive(control, Unsafe.SizeOf<ControlMessage>());
            if (message?.Bytes.Length == Unsafe.SizeOf<ControlMessage>() && IsAnswer(MemoryMarshal.Read<ControlMessage>(message.Bytes.Span), kind))
            {
                return message;
            }

            // The answer to a question that was given up may still come.
            message?.Dispose();
            if (message is { Bytes.Length: 0 })
            {
                return null;
            }
        }

        return null;
    }

    private bool IsAnswer(ControlMessage message, ControlKind kind) => message.Kind == (uint)kind && message.Number == _number;
}
