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
        using Descriptor? connecting = Ask(port);
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

    /// <summary>No question is asked after this, so that the descriptor can be closed.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }
    }

    private Descriptor? Ask(int port)
    {
        if (!_gate.TryEnter(limit))
        {
            return null;
        }

        try
        {
            ControlMessage question = new() { Kind = (uint)ControlKind.Connect, Value = port, Number = ++_number };
            return !_isClosed && control.TrySend(MemoryMarshal.AsBytes(new ReadOnlySpan<ControlMessage>(in question))) ? Answer() : null;
        }
        finally
        {
            _gate.Exit();
        }
    }

    private Descriptor? Answer()
    {
        long end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        while (Poll.Wait(control, TimeSpan.FromMilliseconds(end - Environment.TickCount64)))
        {
            using ReceivedMessage? message = DescriptorMessages.TryReceive(control, Unsafe.SizeOf<ControlMessage>());
            if (message is { Bytes.Length: 0 })
            {
                return null;
            }

            // The answer to a question that was given up may still come.
            if (message?.Bytes.Length == Unsafe.SizeOf<ControlMessage>() && IsAnswer(MemoryMarshal.Read<ControlMessage>(message.Bytes.Span)))
            {
                return message.DescriptorCount == 1 && !message.IsCut ? message.Take(0) : null;
            }
        }

        return null;
    }

    private bool IsAnswer(ControlMessage message) => message.Kind == (uint)ControlKind.Connected && message.Number == _number;
}
