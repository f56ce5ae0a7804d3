using Sandbox.Executor.Kernel;
using Sandbox.Guest.Kernel;
using Sandbox.Guest.Link;

namespace Sandbox.Guest.Sessions;

internal enum StreamsState
{
    Free = 0,
    Running = 1,

    /// <summary>The session has ended; what it has written is still on its way.</summary>
    Ended = 2,
}

/// <summary>What one session reads and writes, between its descriptors and the link. Nothing here ever waits.</summary>
internal unsafe struct Streams
{
    public StreamsState State;

    /// <summary>The session's socket to PID 1 of the sandbox; -1 for the first one.</summary>
    public long Channel;

    /// <summary>Our ends; -1 when closed. With a terminal the first two are its outer side.</summary>
    public long Input;
    public long Output;
    public long Errors;
    public bool IsTerminal;

    /// <summary>What the launcher has sent and the session has not read: a ring of Window bytes.</summary>
    public byte* Buffer;
    public int Start;
    public int Count;
    public bool InputEnds;

    /// <summary>Bytes that may still be sent, for 1 and 2.</summary>
    public int OutputCredit;
    public int ErrorsCredit;

    public void Begin(long channel)
    {
        State = StreamsState.Running;
        Channel = channel;
        Input = -1;
        Output = -1;
        Errors = -1;
        IsTerminal = false;
        Start = 0;
        Count = 0;
        InputEnds = false;
        OutputCredit = LinkFormat.Window;
        ErrorsCredit = LinkFormat.Window;
    }

    /// <summary>All descriptors are there: none of them is ever waited for.</summary>
    public void Ready()
    {
        Nonblocking(Input);
        Nonblocking(Output);
        Nonblocking(Errors);
    }

    /// <summary>Takes bytes from the link; they fit, or the launcher has sent more than it may.</summary>
    public bool Take(int length)
    {
        byte* data = stackalloc byte[LinkFormat.MostData];
        Link.Channel.Read(data, length);
        if (length > LinkFormat.Window - Count)
        {
            return false;
        }

        for (int i = 0; i < length; i++)
        {
            Buffer[(Start + Count + i) % LinkFormat.Window] = data[i];
        }

        Count += length;
        return true;
    }

    /// <summary>As much as the session takes now; answers how many bytes are out of the way.</summary>
    public int Feed()
    {
        int fed = 0;
        while (Count > 0)
        {
            int piece = LinkFormat.Window - Start < Count ? LinkFormat.Window - Start : Count;
            long n = Input < 0 ? piece : Sys.Call(Nr.write, Input, (long)(Buffer + Start), piece);
            if (n == -C.EAGAIN)
            {
                break;
            }

            // Nobody reads it any more: it goes nowhere.
            n = n < 0 ? piece : n;
            Start = (Start + (int)n) % LinkFormat.Window;
            Count -= (int)n;
            fed += (int)n;
        }

        if (Count == 0 && InputEnds)
        {
            CloseInput();
        }

        return fed;
    }

    /// <summary>A terminal's end is the user's to type; only a pipe has one.</summary>
    public void CloseInput()
    {
        if (Input >= 0 && !IsTerminal)
        {
            Sys.Close(Input);
            Input = -1;
        }
    }

    /// <summary>Sends what one stream has, as far as there is credit. True when more may come later.</summary>
    public bool Drain(int session, int stream)
    {
        long from = stream == 1 ? Output : Errors;
        int credit = stream == 1 ? OutputCredit : ErrorsCredit;
        if (from < 0 || credit <= 0)
        {
            return from >= 0;
        }

        byte* data = stackalloc byte[LinkFormat.MostData];
        long n = Sys.Call(Nr.read, from, (long)data, credit < LinkFormat.MostData ? credit : LinkFormat.MostData);
        if (n > 0)
        {
            if (stream == 1)
            {
                OutputCredit -= (int)n;
            }
            else
            {
                ErrorsCredit -= (int)n;
            }

            Link.Channel.Send(FrameKind.Output, session, stream, 0, data, (int)n);
            return true;
        }

        if (n is -C.EAGAIN or -C.EINTR && State == StreamsState.Running)
        {
            return true;
        }

        // The end; EIO of a terminal that nobody has open; or nothing now and nobody left who could write.
        Close(stream);
        return false;
    }

    public void Close(int stream)
    {
        if (stream == 1 && Output >= 0)
        {
            Sys.Close(Output);
            Output = -1;
            Input = IsTerminal ? -1 : Input;
        }
        else if (stream == 2 && Errors >= 0)
        {
            Sys.Close(Errors);
            Errors = -1;
        }
    }

    public void End()
    {
        Close(1);
        Close(2);
        CloseInput();
        Input = -1;
        if (Channel >= 0)
        {
            Sys.Close(Channel);
            Channel = -1;
        }

        State = StreamsState.Free;
    }

    private static void Nonblocking(long descriptor)
    {
        if (descriptor >= 0)
        {
            Sys.Call(Nr.fcntl, descriptor, GuestC.F_SETFL, GuestC.O_NONBLOCK);
        }
    }
}
