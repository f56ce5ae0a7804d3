using System.Globalization;
using Sandbox.Backends.Native;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;
using Sandbox.Linux.Terminals;
using Sandbox.Sessions.Live;

namespace Sandbox.Cli.Live;

/// <summary>Runs a session in a sandbox that somebody else owns.</summary>
internal static class JoinClient
{
    private const int Killed = 137;

    /// <summary>The session's exit code, or null when the sandbox ended before it took the session in.</summary>
    /// <param name="connection">To the owner.</param>
    /// <param name="details">What to run; whether it gets a terminal is decided here.</param>
    /// <param name="files">For messages.</param>
    /// <param name="messages">Where the user reads that they joined.</param>
    /// <exception cref="SandboxException">CS504: the sandbox's policy is another one; or nobody answers.</exception>
    public static int? Run(Descriptor connection, JoinDetails details, IHostFiles files, Messages messages)
    {
        bool terminal = Terminal.IsTerminal(0) && Terminal.IsTerminal(1);
        details = details with { Terminal = terminal ? RawTerminal.Size(0) : null };
        (Descriptor ours, Descriptor theirs) = Descriptor.MessagePair();
        using JoinedSession session = new(ours);
        bool isLost = false;
        using (theirs)
        {
            using Descriptor memory = Descriptor.SealedMemory("claude-sandbox-join", details.Write());
            IReadOnlyList<Descriptor> standard = StandardDescriptors.For(terminal);
            (string Word, FieldReader Fields)? answer = LiveCall.Ask(connection, LiveCall.Say(LiveWords.Join), [memory, theirs, .. standard]);
            foreach (Descriptor one in standard)
            {
                one.Dispose();
            }

            switch (answer?.Word)
            {
                case null:
                    isLost = true;
                    break;
                case LiveWords.Joined:
                    Say(messages, answer.Value.Fields);
                    break;
                case LiveWords.Collides:
                    throw LiveSandboxes.Collision(answer.Value.Fields.Text(), details.Project);
                case LiveWords.Differs:
                    throw Differs(answer.Value.Fields.Texts());
                default:
                    throw new SandboxException(ErrorCode.Unanswered, "the running sandbox does not understand this program: it was started by another version: end it first, or pass --new");
            }
        }

        if (isLost)
        {
            Settle(session);
        }
        else
        {
            using JoinRelay relay = new(session, terminal);
            relay.Run();
        }

        if (session.Result(details.Arguments[0], files) is { } result)
        {
            if (result.Error is not null)
            {
                messages.Error(result.Error);
            }

            return result.ExitCode;
        }

        if (!session.IsAnswered)
        {
            return null;
        }

        messages.Error(new SandboxException(ErrorCode.SandboxGone, "the sandbox ended before the command in it did: it was stopped, or the process that owned it was killed"));
        return Killed;
    }

    /// <summary>
    /// The owner is gone without an answer, but PID 1 may have been asked before, and what it has begun must not be begun a second time in another
    /// sandbox. It ends with its owner, and then it is known what it had begun.
    /// </summary>
    private static void Settle(JoinedSession session)
    {
        while (!session.IsOver)
        {
            if (!Poll.Wait(session.Channel, LiveCall.Limit))
            {
                throw new SandboxException(ErrorCode.Unanswered, "the owner of the running sandbox is gone and the sandbox is not: end it by `claude-sandbox stop`, then try again");
            }

            _ = session.Read();
        }
    }

    private static void Say(Messages messages, FieldReader fields)
    {
        string id = fields.Text();
        DateTimeOffset started = DateTimeOffset.FromUnixTimeMilliseconds(fields.Number()).ToLocalTime();
        messages.Notice($"joined the running sandbox {id}, started {started.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}");
    }

    private static SandboxException Differs(IReadOnlyList<string> lines) => new(
        ErrorCode.PolicyDiffers,
        $"a sandbox of this project is running with another policy: {string.Join("; ", lines)}: give the same options, `claude-sandbox enter` to take it as it is, or pass --new for one of its own");
}
