using Sandbox.Backends.Native;
using Sandbox.Linux.Processes;
using Sandbox.Linux.Terminals;

namespace Sandbox.Cli.Live;

/// <summary>Between the user's terminal and signals and a joined session, until that is over. Disposal puts the terminal back.</summary>
internal sealed class JoinRelay : IDisposable
{
    private readonly JoinedSession _session;
    private readonly TerminalState? _saved;
    private readonly CaughtSignals _caught;
    private readonly bool _terminal;
    private readonly TerminalRelay _relay;
    private int _terminations;

    public JoinRelay(JoinedSession session, bool terminal)
    {
        _session = session;
        _terminal = terminal;
        _relay = new(session);
        _caught = new(
            Forward, SignalNumber.Hangup, SignalNumber.Interrupt, SignalNumber.Quit, SignalNumber.User1, SignalNumber.User2, SignalNumber.Terminate, SignalNumber.WindowChanged);
        if (terminal)
        {
            _saved = TerminalState.Save();
            RawTerminal.Set(0);
        }
    }

    public void Run() => _relay.Run();

    public void Dispose()
    {
        _saved?.Restore();
        _caught.Dispose();
    }

    private void Forward(int signal)
    {
        if (signal == SignalNumber.WindowChanged)
        {
            if (_terminal)
            {
                _relay.Resize();
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
            _session.Forward(signal);
        }
    }
}
