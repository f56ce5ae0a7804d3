using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sandbox.Backends.Vm.Links;
using Sandbox.Executor.Plan;
using Sandbox.Guest.Link;
using Sandbox.Linux;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;
using Sandbox.Linux.Sockets;
using Sandbox.Linux.Terminals;

namespace Sandbox.Backends.Vm;

/// <summary>
/// A session that joins a machine. Its client talks to it as to one of a native sandbox: records and signals on a socket, and with a terminal
/// the outer side of one, which is made here and has the machine's behind it.
/// </summary>
internal sealed class JoinedStreams
{
    private const int Above = 3;
    private static readonly TimeSpan ResizePause = TimeSpan.FromMilliseconds(250);

    private readonly VmLink _link;
    private readonly Descriptor _channel;
    private readonly List<Descriptor> _own = [];
    private readonly Descriptor _input;
    private readonly Descriptor _output;
    private readonly Descriptor? _errors;
    private readonly Descriptor? _outer;
    private readonly Lock _lock = new();
    private SessionStreams? _streams;
    private byte[]? _last;
    private bool _isOver;

    /// <param name="link">To the guest.</param>
    /// <param name="channel">The sandbox's end of the session's socket; copied.</param>
    /// <param name="terminal">The size of its terminal, or null.</param>
    /// <param name="standard">As for <see cref="Native.LiveControl.Join"/>; copied.</param>
    public JoinedStreams(VmLink link, Descriptor channel, uint? terminal, IReadOnlyList<Descriptor> standard)
    {
        _link = link;
        _channel = Own(channel.DuplicateAbove(Above));
        if (terminal is null)
        {
            _input = Own(standard[0].DuplicateAbove(Above));
            _output = Own(standard[1].DuplicateAbove(Above));
            _errors = Own(standard[2].DuplicateAbove(Above));
            return;
        }

        (_outer, Descriptor inner) = TerminalPair.Create();
        _input = _output = Own(inner);
        _errors = standard.Count == 0 ? null : Own(standard[0].DuplicateAbove(Above));
        Flags = StartFlags.Terminal | (standard.Count == 0 ? StartFlags.None : StartFlags.OwnErrors);
    }

    public StartFlags Flags { get; }

    public SessionStreams Make(int number) => _streams = new SessionStreams(_link, number, _input, _output, _errors, Tell, Over);

    /// <summary>The guest has been told of it.</summary>
    public void Begin(int number)
    {
        _streams!.Begin();
        new Thread(() => Listen(number)) { IsBackground = true, Name = "client" }.Start();
    }

    /// <summary>There are too many sessions already.</summary>
    public void Refuse()
    {
        StatusRecord record = new() { Kind = (ushort)StatusKind.Error, Step = (ushort)Step.JoinSandbox, Value = Errno.EAGAIN };
        Send(MemoryMarshal.AsBytes(new ReadOnlySpan<StatusRecord>(in record)).ToArray());
        _outer?.Dispose();
        Over();
    }

    private Descriptor Own(Descriptor descriptor)
    {
        _own.Add(descriptor);
        return descriptor;
    }

    /// <summary>The guest's records, to the client; that of the end only after all output.</summary>
    private void Tell(byte[] told)
    {
        // A record without a path is all that an init sends about it.
        StatusRecord head = told.Length == Unsafe.SizeOf<StatusRecord>() ? MemoryMarshal.Read<StatusRecord>(told) : default;
        head.PathLength = 0;
        byte[] record = MemoryMarshal.AsBytes(new ReadOnlySpan<StatusRecord>(in head)).ToArray();
        StatusKind kind = (StatusKind)head.Kind;
        if (kind == StatusKind.Ended)
        {
            _last = record;
        }
        else if (kind == StatusKind.Started && _outer is { IsClosed: false })
        {
            Send(record, _outer);
            _outer.Dispose();
        }
        else if (kind is StatusKind.Started or StatusKind.Error)
        {
            Send(record);
        }
    }

    private void Over()
    {
        lock (_lock)
        {
            if (_last is not null)
            {
                Send(_last);
            }

            _isOver = true;
            _outer?.Dispose();
            _own.ForEach(static d => d.Dispose());
        }
    }

    private void Send(byte[] record, params ReadOnlySpan<Descriptor> descriptors) => _ = DescriptorMessages.Send(_channel, record, descriptors);

    /// <summary>Signals and the size of the terminal, until the client goes or the session is over.</summary>
    private void Listen(int number)
    {
        uint size = 0;
        while (true)
        {
            lock (_lock)
            {
                if (_isOver)
                {
                    return;
                }

                if (Flags.HasFlag(StartFlags.Terminal) && RawTerminal.Size(_input.Number) is var now && now != size)
                {
                    size = now;
                    _ = _link.Send(FrameKind.Resize, number, value: now);
                }

                if (!Hear(number))
                {
                    _ = _link.Send(FrameKind.Close, number);
                    return;
                }
            }

            try
            {
                _ = Poll.Wait(_channel, ResizePause);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    /// <summary>False when the client has gone.</summary>
    private bool Hear(int number)
    {
        try
        {
            using ReceivedMessage? message = DescriptorMessages.TryReceive(_channel, Unsafe.SizeOf<ControlMessage>());
            if (message is null)
            {
                return true;
            }

            if (message.Bytes.Length != Unsafe.SizeOf<ControlMessage>())
            {
                return false;
            }

            ControlMessage asked = MemoryMarshal.Read<ControlMessage>(message.Bytes.Span);
            return asked.Kind != (uint)ControlKind.Signal || _link.Send(FrameKind.Signal, number, value: (uint)asked.Value);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
