using System.Runtime.InteropServices;
using Sandbox.Backends.Native;
using Sandbox.Backends.Vm.Links;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Plans;
using Sandbox.Executor.Plan;
using Sandbox.Guest.Link;
using Sandbox.Linux.Files;
using Sandbox.Linux.Terminals;

namespace Sandbox.Backends.Vm;

/// <summary>The session that the machine is started for, between the caller's own streams and the guest. Disposal puts the terminal back.</summary>
internal sealed class FirstSession : IDisposable
{
    private const int WindowChanged = 28;

    private readonly VmLink _link;
    private readonly LaunchPlan _plan;
    private readonly byte[] _inner;
    private readonly Action<string>? _mark;
    private readonly bool _terminal = HasTerminal;
    private readonly TerminalState? _saved;
    private readonly PosixSignalRegistration? _resized;
    private readonly StatusReader _reader = new();
    private readonly Lock _lock = new();
    private SessionStreams? _streams;
    private bool _isSent;

    /// <param name="link">To the guest.</param>
    /// <param name="plan">What runs.</param>
    /// <param name="inner">The plan for the executor inside.</param>
    /// <param name="mark">Told when the payload has been started.</param>
    public FirstSession(VmLink link, LaunchPlan plan, byte[] inner, Action<string>? mark)
    {
        (_link, _plan, _inner, _mark) = (link, plan, inner, mark);
        if (_terminal)
        {
            _saved = TerminalState.Save();
            _resized = PosixSignalRegistration.Create((PosixSignal)WindowChanged, context =>
            {
                context.Cancel = true;
                _ = _link.Send(FrameKind.Resize, value: RawTerminal.Size(0));
            });
        }
    }

    /// <summary>The caller types and reads on a terminal: then the payload gets one.</summary>
    public static bool HasTerminal => Terminal.IsTerminal(0) && Terminal.IsTerminal(1);

    /// <summary>The first step that failed inside.</summary>
    public ExecutorStatus? Failure { get; private set; }

    public bool HasStarted { get; private set; }

    /// <summary>The wait status.</summary>
    public int? Ended { get; private set; }

    /// <summary>The exit code of a signal that came before there was anybody to pass it on to.</summary>
    public int? Interrupted { get; private set; }

    private bool OwnErrors => _terminal && !Terminal.IsTerminal(2);

    /// <summary>Takes its number in the conversation; what it reads waits in the link until it runs.</summary>
    public void Join(Conversation conversation) => _ = conversation.Add(number => _streams = new SessionStreams(
        _link, number, Descriptor.Borrow(0), Descriptor.Borrow(1), _terminal && !OwnErrors ? null : Descriptor.Borrow(2), Tell, static () => { }));

    /// <summary>Hands the plan over.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (Interrupted is not null)
            {
                return;
            }

            // Until here the terminal's keys send signals, so that a machine that is starting can be given up; from here on they are the payload's.
            if (_terminal)
            {
                RawTerminal.Set(0);
            }

            _isSent = true;
            StartFlags flags = (_terminal ? StartFlags.Terminal : StartFlags.None) | (OwnErrors ? StartFlags.OwnErrors : StartFlags.None);
            SessionStart start = new() { Uid = _plan.Uid, Gid = _plan.Gid, Flags = (uint)flags, Size = _terminal ? RawTerminal.Size(0) : 0 };
            _ = _link.Start(FrameKind.Run, 0, start, _inner);
            _streams!.Begin();
        }
    }

    /// <summary>A signal for the launcher, which is the payload's.</summary>
    /// <param name="number">1 to 64.</param>
    /// <param name="quit">Ends a machine in which nothing runs yet.</param>
    public void Signal(int number, Action quit)
    {
        lock (_lock)
        {
            if (_isSent)
            {
                _ = _link.Send(FrameKind.Signal, value: (uint)number);
                return;
            }

            Interrupted ??= ExitCodes.SignalBase + number;
        }

        quit();
    }

    public void Dispose()
    {
        _resized?.Dispose();
        _saved?.Restore();
    }

    private void Tell(byte[] records)
    {
        _reader.Add(records);
        while (_reader.TryTake(out ExecutorStatus status))
        {
            switch (status.Kind)
            {
                case StatusKind.Error:
                    Failure ??= status;
                    break;
                case StatusKind.Started:
                    HasStarted = true;
                    _mark?.Invoke("session");
                    break;
                case StatusKind.Ended:
                    Ended = status.Value;
                    break;
            }
        }
    }
}
