using Sandbox.Backends.Native;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;
using Sandbox.Linux.Terminals;

namespace Sandbox.Cli.Live;

/// <summary>Between the user's terminal and signals and a joined session, until that is over. Disposal puts the terminal back.</summary>
internal sealed class JoinRelay : IDisposable
{
    private const int Room = 16 * 1024;

    private readonly JoinedSession _session;
    private readonly TerminalState? _saved;
    private readonly CaughtSignals _caught;
    private readonly byte[] _buffer = new byte[Room];
    private readonly bool _terminal;
    private int _terminations;
    private bool _typing;

    public JoinRelay(JoinedSession session, bool terminal)
    {
        _session = session;
        _terminal = terminal;
        _caught = new(
            Forward, SignalNumber.Hangup, SignalNumber.Interrupt, SignalNumber.Quit, SignalNumber.User1, SignalNumber.User2, SignalNumber.Terminate, SignalNumber.WindowChanged);
        if (terminal)
        {
            _saved = TerminalState.Save();
            RawTerminal.Set(0);
        }
    }

    public void Run()
    {
        while (!_session.IsOver)
        {
            bool[] ready = _session.Terminal is { IsClosed: false } master ? Poll.Wait(_session.Channel, master) : Poll.Wait(_session.Channel);
            if (ready.Length > 1 && ready[1] && !Show())
            {
                // Everybody inside has closed it. What is left is to hear of the end.
                _session.Terminal!.Dispose();
            }

            if (ready[0])
            {
                while (_session.Read() && !_session.IsOver)
                {
                }

                Type();
            }
        }

        // What was written last may lie in the terminal still; what goes on writing in the background does not keep us.
        while (_session.Terminal is { IsClosed: false } left && Poll.Wait(left, TimeSpan.Zero) && Show())
        {
        }
    }

    public void Dispose()
    {
        _saved?.Restore();
        _caught.Dispose();
    }

    /// <summary>From the session's terminal to ours; false at its end.</summary>
    private bool Show()
    {
        int count;
        try
        {
            count = _session.Terminal!.Read(_buffer);
        }
        catch (IOException)
        {
            // EIO: the last one inside has closed its side.
            return false;
        }

        using Descriptor output = Descriptor.Borrow(1);
        output.WriteAll(_buffer.AsSpan(0, count));
        return count > 0;
    }

    /// <summary>From our terminal to the session's, once that is there. A thread of its own, because either side may keep it waiting.</summary>
    private void Type()
    {
        if (_session.Terminal is { IsClosed: false } master && !_typing)
        {
            _typing = true;

            // The size may have changed since the request was sent.
            RawTerminal.CopySize(0, master);
            new Thread(() => Type(master)) { IsBackground = true, Name = "keys" }.Start();
        }
    }

    private static void Type(Descriptor master)
    {
        byte[] keys = new byte[Room];
        using Descriptor input = Descriptor.Borrow(0);
        try
        {
            for (int count = input.Read(keys); count > 0; count = input.Read(keys))
            {
                master.WriteAll(keys.AsSpan(0, count));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Either terminal is gone; the session says how it ended.
        }
    }

    private void Forward(int signal)
    {
        if (signal == SignalNumber.WindowChanged)
        {
            if (_terminal && _session.Terminal is { IsClosed: false } master)
            {
                RawTerminal.CopySize(0, master);
            }
        }
        else if (signal == SignalNumber.Terminate && ++_terminations > 1)
        {
            // Whoever closes the session's socket takes the session along.
            _saved?.Restore();
            Environment.Exit(128 + SignalNumber.Terminate);
        }
        else
        {
            // Keys of a terminal that the session does not have are meant for the whole job, as the terminal itself would.
            _session.Signal(signal, group: signal is SignalNumber.Interrupt or SignalNumber.Quit or SignalNumber.Hangup);
        }
    }
}
