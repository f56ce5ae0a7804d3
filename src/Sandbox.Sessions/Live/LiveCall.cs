using Sandbox.Core.Diagnostics;
using Sandbox.Linux.Files;
using Sandbox.Linux.Kernel;
using Sandbox.Linux.Processes;
using Sandbox.Linux.Sockets;

namespace Sandbox.Sessions.Live;

/// <summary>
/// The conversation over an entry's socket: one request, one answer (docs/architecture.md, "Joining"). Both are messages of fields; the first is
/// <see cref="Version"/>, the second a word of <see cref="LiveWords"/>. Both ends make sure by SO_PEERCRED that the other is this user's.
/// </summary>
public static class LiveCall
{
    public const string Version = "claude-sandbox 1";

    /// <summary>Bytes of the longest message; what may be longer travels in a memory file.</summary>
    public const int Room = 64 * 1024;

    /// <summary>How long a request or its answer may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>The beginning of a message.</summary>
    public static FieldWriter Say(string word) => new FieldWriter().Text(Version).Text(word);

    /// <summary>Asks and waits for the answer; null when the other side is gone before it answers.</summary>
    /// <exception cref="SandboxException">CS503: the owner of the socket is somebody else. CS507: it does not answer, or not in our words.</exception>
    public static (string Word, FieldReader Fields)? Ask(Descriptor connection, FieldWriter request, params ReadOnlySpan<Descriptor> descriptors)
    {
        if (LocalSocket.Peer(connection)?.Uid != ProcessIdentity.Uid)
        {
            throw new SandboxException(ErrorCode.Registry, "refusing to talk to the running sandbox: its socket belongs to another user: remove its entry from the registry");
        }

        if (!DescriptorMessages.Send(connection, request.Finish(), descriptors))
        {
            return null;
        }

        using ReceivedMessage message = Receive(connection) ??
            throw new SandboxException(ErrorCode.Unanswered, "the running sandbox does not answer: its owner may be stopped: continue it, or run `claude-sandbox stop`");
        try
        {
            return message.Bytes.IsEmpty ? null : Parse(message);
        }
        catch (InvalidDataException e)
        {
            throw new SandboxException(
                ErrorCode.Unanswered, "the running sandbox was started by another version of this program: end it with that one, or start another by --new", e);
        }
    }

    /// <summary>One message; null when none comes in time, an empty one when the other side is gone.</summary>
    public static ReceivedMessage? Receive(Descriptor connection)
    {
        try
        {
            return Poll.Wait(connection, Limit) ? DescriptorMessages.TryReceive(connection, Room) : null;
        }
        catch (IOException)
        {
            // Reset: the other side ended with our request unread.
            return ReceivedMessage.End;
        }
    }

    /// <exception cref="InvalidDataException">It is none of ours.</exception>
    public static (string Word, FieldReader Fields) Parse(ReceivedMessage message)
    {
        FieldReader fields = new(message.Bytes);
        return !message.IsCut && fields.Text() == Version ? (fields.Text(), fields) : throw new InvalidDataException("a message of another version");
    }
}
