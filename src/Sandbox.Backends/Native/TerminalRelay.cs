using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;
using Sandbox.Linux.Terminals;

namespace Sandbox.Backends.Native;

/// <summary>Keys, output and size between the user's terminal and that of a session, until the session is over.</summary>
/// <param name="session">A session; whether it has a terminal is seen when it has started.</param>
public sealed class TerminalRelay(JoinedSession session)
{
    private const int Room = 16 * 1024;

    private readonly byte[] _buffer = new byte[Room];
    private bool _typing;

    public void Run()
    {
        while (!session.IsOver)
        {
            bool[] ready = session.Terminal is { IsClosed: false } master ? Poll.Wait(session.Channel, master) : Poll.Wait(session.Channel);
            if (ready.Length > 1 && ready[1] && !Show())
            {
                // What is left is to hear of the end.
                session.Terminal!.Dispose();
            }

            if (ready[0])
            {
                while (session.Read() && !session.IsOver)
                {
                }

                Type();
            }
        }

        // What was written last may lie in the terminal still; what goes on writing in the background does not keep us.
        while (session.Terminal is { IsClosed: false } left && Poll.Wait(left, TimeSpan.Zero) && Show())
        {
        }
    }

    /// <summary>The user's terminal has another size now.</summary>
    public void Resize()
    {
        if (session.Terminal is { IsClosed: false } master)
        {
            RawTerminal.CopySize(0, master);
        }
    }

    /// <summary>From the session's terminal to ours; false at its end.</summary>
    private bool Show()
    {
        try
        {
            int count = session.Terminal!.Read(_buffer);
            using Descriptor output = Descriptor.Borrow(1);
            output.WriteAll(_buffer.AsSpan(0, count));
            return count > 0;
        }
        catch (IOException)
        {
            // EIO: the last one inside has closed its side. Or ours is gone: then the kernel hangs up the session's when it is closed.
            return false;
        }
    }

    /// <summary>From our terminal to the session's, once that is there. A thread of its own, because either side may keep it waiting.</summary>
    private void Type()
    {
        if (session.Terminal is { IsClosed: false } master && !_typing)
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
}
