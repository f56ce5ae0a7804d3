using Sandbox.Core.Plans;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;
using Sandbox.Linux.Terminals;

namespace Sandbox.Backends.Native;

/// <summary>
/// The first session on a terminal of the sandbox's own: asked for as one that joins, before there is a sandbox, and relayed on a thread.
/// Nothing inside then has the user's terminal open.
/// </summary>
internal sealed class OwnTerminal : IDisposable
{
    private readonly TerminalRelay _relay;
    private readonly CaughtSignals _resizes;
    private readonly Thread _thread;

    private OwnTerminal(JoinedSession session)
    {
        Session = session;
        _relay = new TerminalRelay(session);
        _resizes = new CaughtSignals(_ => _relay.Resize(), SignalNumber.WindowChanged);
        _thread = new Thread(_relay.Run) { IsBackground = true, Name = "terminal" };
    }

    public JoinedSession Session { get; }

    /// <summary>Puts the request where PID 1 will find it. What is no terminal of 0, 1 and 2 stays the session's; the caller has seen to it that only 2 can be that.</summary>
    /// <param name="plan">The session.</param>
    /// <param name="control">The outer end of the control socket, which nothing has been written to.</param>
    public static OwnTerminal Ask(LaunchPlan plan, LiveControl control)
    {
        (Descriptor ours, Descriptor theirs) = Descriptor.MessagePair();
        using (theirs)
        {
            JoinRequest request = new()
            {
                ExecutableCandidates = plan.ExecutableCandidates,
                Arguments = plan.Arguments,
                Environment = [.. plan.Environment.Select(SessionCompiler.Bytes)],
                WorkingDirectory = plan.WorkingDirectory,
            };
            IReadOnlyList<Descriptor> standard = StandardDescriptors.For(terminal: true);
            bool sent = control.Join(request, theirs, RawTerminal.Size(0), standard);
            foreach (Descriptor one in standard)
            {
                one.Dispose();
            }

            if (!sent)
            {
                ours.Dispose();
                throw new IOException("cannot ask for the first session: the control socket takes no message");
            }
        }

        return new OwnTerminal(new JoinedSession(ours));
    }

    /// <summary>From now on keys are the session's. <see cref="TerminalState"/> puts the terminal back.</summary>
    public void Begin()
    {
        RawTerminal.Set(0);
        _thread.Start();
    }

    /// <summary>Waits until all that the session has written is shown. After its end, or the sandbox's.</summary>
    public void Finish() => _thread.Join();

    public void Dispose()
    {
        _resizes.Dispose();
        Session.Dispose();
    }
}
