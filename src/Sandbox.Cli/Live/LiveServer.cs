using Sandbox.Backends.Native;
using Sandbox.Linux.Files;
using Sandbox.Linux.Kernel;
using Sandbox.Linux.Processes;
using Sandbox.Linux.Sockets;
using Sandbox.Sessions.Live;

namespace Sandbox.Cli.Live;

/// <summary>Answers whoever connects to a running sandbox's socket, each on a thread of its own.</summary>
/// <param name="live">The sandbox.</param>
/// <param name="listener">Its socket.</param>
internal sealed class LiveServer(LiveRecord live, Descriptor listener)
{
    private const int Fixed = 2;
    private const long MostDetails = 8 * 1024 * 1024;

    /// <summary>What everything inside gets to put its affairs in order.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <summary>Takes one connection and returns at once.</summary>
    public void Answer(LiveControl control)
    {
        if (LocalSocket.Accept(listener) is { } connection)
        {
            new Thread(() => Serve(connection, control)) { IsBackground = true, Name = "join" }.Start();
        }
    }

    private void Serve(Descriptor connection, LiveControl control)
    {
        using (connection)
        {
            try
            {
                using ReceivedMessage? message = LocalSocket.Peer(connection)?.Uid == ProcessIdentity.Uid ? LiveCall.Receive(connection) : null;
                if (message is { Bytes.IsEmpty: false })
                {
                    Serve(connection, control, message);
                }
            }
            catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or UnauthorizedAccessException or OverflowException)
            {
                _ = DescriptorMessages.Send(connection, LiveCall.Say(LiveWords.Unknown).Finish());
            }
        }
    }

    private void Serve(Descriptor connection, LiveControl control, ReceivedMessage message)
    {
        switch (LiveCall.Parse(message).Word)
        {
            case LiveWords.Join:
                Reply(connection, Join(control, message));
                break;
            case LiveWords.Status:
                Reply(connection, LiveCall.Say(LiveWords.Status).Text(live.Id).Text(live.Project).Number(live.Started.ToUnixTimeMilliseconds())
                    .Number(Environment.ProcessId).Number(control.CountSessions() ?? 0).Texts(live.Policy));
                break;
            case LiveWords.Stop:
                Reply(connection, LiveCall.Say(LiveWords.Stop));
                _ = control.SignalAll(SignalNumber.Terminate);

                // Nothing more comes on it: it ends with this process, or with a client that does not wait.
                _ = Poll.Wait(connection, Grace);
                _ = control.SignalAll(SignalNumber.Kill);
                _ = Poll.Wait(connection, LiveCall.Limit);
                break;
            case LiveWords.Bind:
                Reply(connection, control.ExpectMounts(true) ? LiveCall.Say(LiveWords.Bind) : null);
                _ = Poll.Wait(connection, LiveCall.Limit);
                _ = control.ExpectMounts(false);
                break;
            default:
                Reply(connection, LiveCall.Say(LiveWords.Unknown));
                break;
        }
    }

    /// <summary>Null when PID 1 is gone: then the connection ends without an answer.</summary>
    private FieldWriter? Join(LiveControl control, ReceivedMessage message)
    {
        if (message.DescriptorCount < Fixed)
        {
            throw new InvalidDataException("a request to join without its descriptors");
        }

        using Descriptor memory = message.Take(0);
        using Descriptor channel = message.Take(1);
        List<Descriptor> standard = [];
        try
        {
            for (int i = Fixed; i < message.DescriptorCount; i++)
            {
                standard.Add(message.Take(i));
            }

            JoinDetails details = JoinDetails.Read(new FieldReader(Contents(memory)));
            if (!string.Equals(details.Project, live.Project, StringComparison.Ordinal))
            {
                return LiveCall.Say(LiveWords.Collides).Text(live.Project);
            }

            IReadOnlyList<string> differences = details.Policy is null ? [] : PolicyWords.Differences(live.Policy, details.Policy);
            if (differences.Count > 0)
            {
                return LiveCall.Say(LiveWords.Differs).Texts(differences);
            }

            JoinRequest request = new()
            {
                ExecutableCandidates = details.ExecutableCandidates,
                Arguments = details.Arguments,
                Environment = SessionEnvironment.Merge(details.Environment, live, details.WithSecrets),
                WorkingDirectory = details.WorkingDirectory,
            };
            return control.Join(request, channel, details.Terminal, standard)
                ? LiveCall.Say(LiveWords.Joined).Text(live.Id).Number(live.Started.ToUnixTimeMilliseconds())
                : null;
        }
        finally
        {
            standard.ForEach(static d => d.Dispose());
        }
    }

    private static byte[] Contents(Descriptor memory) =>
        FileStatus.TryGet(memory, out FileStatus status) == 0 && status is { IsRegular: true, Size: <= MostDetails }
            ? File.ReadAllBytes(memory.Path)
            : throw new InvalidDataException("details that are no memory file");

    private static void Reply(Descriptor connection, FieldWriter? answer)
    {
        if (answer is not null)
        {
            _ = DescriptorMessages.Send(connection, answer.Finish());
        }
    }
}
