using Sandbox.Executor.Kernel;
using Sandbox.Executor.Network;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Sessions;
using Sandbox.Guest.Boot;
using Sandbox.Guest.Kernel;
using Sandbox.Guest.Link;

namespace Sandbox.Guest.Sessions;

/// <summary>The loop of PID 1 of the machine: between the link, the executor and what its sessions read and write.</summary>
internal static unsafe class Server
{
    private const int Fixed = 3;
    private const int PerSession = 4;

    private static Streams* _all;
    private static long _executor;
    private static long _program;
    private static long _status;
    private static long _control;
    private static int _code;
    private static bool _isGone;

    /// <param name="program">A descriptor of claude-sandbox-exec.</param>
    public static void Run(long program)
    {
        _program = program;
        _executor = -1;
        _status = -1;
        _control = -1;
        long size = LinkFormat.MaxSessions * (sizeof(Streams) + LinkFormat.Window);
        long memory = Sys.Call(Nr.mmap, 0, size, C.PROT_READ | C.PROT_WRITE, C.MAP_PRIVATE | C.MAP_ANONYMOUS, -1, 0);
        Fatal.Check(memory is < 0 and > -4096 ? memory : 0, Text.Z("could not get memory\0"u8));
        _all = (Streams*)memory;
        for (int i = 0; i < LinkFormat.MaxSessions; i++)
        {
            _all[i].Buffer = (byte*)memory + (LinkFormat.MaxSessions * sizeof(Streams)) + (i * LinkFormat.Window);
        }

        long children = Fatal.Check(Signals.ChildDescriptor(), Text.Z("could not watch for children\0"u8));
        PollFd* events = stackalloc PollFd[Fixed + (LinkFormat.MaxSessions * PerSession)];
        while (true)
        {
            Turn(events, children);
        }
    }

    private static void Turn(PollFd* events, long children)
    {
        Ask(events, Link.Channel.Descriptor, C.POLLIN);
        Ask(events + 1, children, C.POLLIN);
        Ask(events + 2, _status, C.POLLIN);
        for (int i = 0; i < LinkFormat.MaxSessions; i++)
        {
            Streams* one = _all + i;
            PollFd* own = events + Fixed + (i * PerSession);
            bool used = one->State != StreamsState.Free;
            Ask(own, used && one->Count > 0 ? one->Input : -1, GuestC.POLLOUT);
            Ask(own + 1, used && one->OutputCredit > 0 ? one->Output : -1, C.POLLIN);
            Ask(own + 2, used && one->ErrorsCredit > 0 ? one->Errors : -1, C.POLLIN);
            Ask(own + 3, used ? one->Channel : -1, C.POLLIN);
        }

        Sys.Call(Nr.poll, (long)events, Fixed + (LinkFormat.MaxSessions * PerSession), -1);
        for (int i = 0; i < LinkFormat.MaxSessions; i++)
        {
            Serve(i, events + Fixed + (i * PerSession));
        }

        // The records before the end: a status that says how it ended comes before the process is missed.
        if (events[2].Returned != 0)
        {
            ReadStatus();
        }

        if (events[1].Returned != 0)
        {
            Reap(children);
        }

        if (events[0].Returned != 0)
        {
            Obey();
        }

        Finish();
    }

    private static void Ask(PollFd* one, long descriptor, short what)
    {
        one->Descriptor = (int)descriptor;
        one->Events = what;
        one->Returned = 0;
    }

    private static void Serve(int session, PollFd* events)
    {
        Streams* one = _all + session;
        if (events[0].Returned != 0)
        {
            Feed(session);
        }

        if (events[1].Returned != 0)
        {
            one->Drain(session, 1);
        }

        if (events[2].Returned != 0)
        {
            one->Drain(session, 2);
        }

        if (events[3].Returned != 0)
        {
            Hear(session);
        }
    }

    private static void Feed(int session)
    {
        int fed = _all[session].Feed();
        if (fed > 0)
        {
            Link.Channel.Send(FrameKind.Credit, session, 0, (uint)fed);
        }
    }

    /// <summary>PID 1 of the sandbox, about a session that joined.</summary>
    private static void Hear(int session)
    {
        Streams* one = _all + session;
        Inbox inbox;
        long n = Inbox.Receive(one->Channel, &inbox);
        if (n is -C.EAGAIN or -C.EINTR)
        {
            return;
        }

        StatusRecord* record = (StatusRecord*)&inbox.Message;
        bool starts = n >= sizeof(ControlMessage) && record->Kind == (ushort)StatusKind.Started;
        if (starts && inbox.Count == 1 && one->IsTerminal)
        {
            one->Input = inbox.Descriptors[0];
            one->Output = inbox.Descriptors[0];
            inbox.Count = 0;
            one->Ready();
        }

        inbox.Close();
        if (n > 0)
        {
            // Inbox has room for the head of a record; what is left of it (how many others, a path's bytes) is not for sessions that joined.
            StatusRecord told;
            told.Kind = record->Kind;
            told.Step = record->Step;
            told.Value = record->Value;
            told.PathLength = 0;
            told.Others = 0;
            Link.Channel.Send(FrameKind.Status, session, 0, 0, (byte*)&told, sizeof(StatusRecord));
        }

        if (n <= 0 || record->Kind is (ushort)StatusKind.Ended)
        {
            Sys.Close(one->Channel);
            one->Channel = -1;
            one->State = StreamsState.Ended;
        }
    }

    private static void ReadStatus()
    {
        byte* bytes = stackalloc byte[LinkFormat.MostData];
        long n = Sys.Call(Nr.read, _status, (long)bytes, LinkFormat.MostData);
        if (n is -C.EINTR or -C.EAGAIN)
        {
            return;
        }

        if (n <= 0)
        {
            Sys.Close(_status);
            _status = -1;
            return;
        }

        Link.Channel.Send(FrameKind.Status, 0, 0, 0, bytes, (int)n);

        // Records are written in one piece each, and that of the end is the last.
        for (long at = 0; at + sizeof(StatusRecord) <= n; at += sizeof(StatusRecord) + ((StatusRecord*)(bytes + at))->PathLength)
        {
            if (((StatusRecord*)(bytes + at))->Kind == (ushort)StatusKind.Ended)
            {
                _all[0].State = StreamsState.Ended;
            }
        }
    }

    private static void Reap(long children)
    {
        byte* information = stackalloc byte[128];
        Sys.Call(Nr.read, children, (long)information, 128);
        while (true)
        {
            int status = 0;
            long pid = Sys.Call(Nr.wait4, -1, (long)&status, C.WNOHANG, 0);
            if (pid <= 0)
            {
                return;
            }

            if (pid == _executor)
            {
                _code = Exit.Code(status);
                _isGone = true;
            }
        }
    }

    private static void Obey()
    {
        Frame frame;
        Link.Channel.Receive(&frame);
        FrameKind kind = (FrameKind)frame.Kind;
        bool known = frame.Session < LinkFormat.MaxSessions;
        bool sized = kind is FrameKind.Run or FrameKind.Join ? frame.Length > sizeof(SessionStart) : frame.Length <= (kind == FrameKind.Input ? LinkFormat.MostData : 0);
        Fatal.Check(known && sized ? 0 : -C.EPROTO, Text.Z("could not understand the launcher\0"u8));
        Streams* one = _all + frame.Session;
        switch (kind)
        {
            case FrameKind.Run:
            case FrameKind.Join:
                Start(kind, frame.Session, frame.Length);
                break;
            case FrameKind.Input:
                Fatal.Check(one->Take((int)frame.Length) ? 0 : -C.EPROTO, Text.Z("could not keep what the launcher sent\0"u8));
                Feed(frame.Session);
                break;
            case FrameKind.InputEnd:
                one->InputEnds = true;
                Feed(frame.Session);
                break;
            case FrameKind.OutputEnd:
                if (one->State != StreamsState.Free && !(one->IsTerminal && frame.Stream == 1))
                {
                    one->Close(frame.Stream);
                }

                break;
            case FrameKind.Credit:
                one->OutputCredit += frame.Stream == 1 ? (int)frame.Value : 0;
                one->ErrorsCredit += frame.Stream == 2 ? (int)frame.Value : 0;
                break;
            case FrameKind.Resize:
                if (one->IsTerminal && one->Output >= 0)
                {
                    Terminal.Resize(one->Output, frame.Value);
                }

                break;
            case FrameKind.Signal:
                Tell(one->Channel >= 0 ? one->Channel : frame.Session == 0 ? _control : -1, ControlKind.Signal, (int)frame.Value);
                break;
            case FrameKind.SignalAll:
                Tell(_control, ControlKind.SignalAll, (int)frame.Value);
                break;
            case FrameKind.Close:
                if (frame.Session != 0 && one->Channel >= 0)
                {
                    // PID 1 kills a session whose socket is closed.
                    Sys.Close(one->Channel);
                    one->Channel = -1;
                    one->State = StreamsState.Ended;
                }

                break;
            default:
                Fatal.Check(-C.EPROTO, Text.Z("could not understand the launcher\0"u8));
                break;
        }
    }

    private static void Tell(long socket, ControlKind kind, int value)
    {
        if (socket >= 0)
        {
            ControlMessage message;
            message.Kind = (uint)kind;
            message.Value = value;
            message.Number = 0;
            HandOver.Send(socket, (byte*)&message, sizeof(ControlMessage), null, 0);
        }
    }

    private static void Start(FrameKind kind, int session, uint length)
    {
        SessionStart start;
        Link.Channel.Read((byte*)&start, sizeof(SessionStart));
        long plan = Starting.Plan(length - (uint)sizeof(SessionStart));
        Streams* one = _all + session;
        bool free = one->State == StreamsState.Free && (kind == FrameKind.Run) == (_executor < 0) && (kind == FrameKind.Run) == (session == 0);
        Fatal.Check(free ? 0 : -C.EPROTO, Text.Z("could not understand the launcher\0"u8));
        one->Begin(-1);
        if (kind == FrameKind.Run)
        {
            int* status = stackalloc int[2];
            int* control = stackalloc int[2];
            int* liveness = stackalloc int[2];
            _executor = Starting.Executor(_program, &start, plan, one, status, control, liveness);
            _status = status[0];
            _control = control[0];
            return;
        }

        long joined = Starting.Join(&start, plan, one, _control);
        if (joined < 0)
        {
            StatusRecord record;
            record.Kind = (ushort)StatusKind.Error;
            record.Step = (ushort)Step.JoinSandbox;
            record.Value = (int)-joined;
            record.PathLength = 0;
            record.Others = 0;
            Link.Channel.Send(FrameKind.Status, session, 0, 0, (byte*)&record, sizeof(StatusRecord));
            one->State = StreamsState.Ended;
        }
    }

    private static void Finish()
    {
        bool any = false;
        for (int i = 0; i < LinkFormat.MaxSessions; i++)
        {
            Streams* one = _all + i;
            if (_isGone && _status < 0 && one->State == StreamsState.Running)
            {
                one->State = StreamsState.Ended;
            }

            while (one->State == StreamsState.Ended && one->OutputCredit > 0 && one->Output >= 0 && one->Drain(i, 1))
            {
            }

            while (one->State == StreamsState.Ended && one->ErrorsCredit > 0 && one->Errors >= 0 && one->Drain(i, 2))
            {
            }

            if (one->State == StreamsState.Ended && one->Output < 0 && one->Errors < 0)
            {
                one->End();
                Link.Channel.Send(FrameKind.Over, i);
            }

            any |= one->State != StreamsState.Free;
        }

        if (_isGone && _status < 0 && !any)
        {
            // What was written through a shared mapping is on its way only now.
            Sys.Call(GuestNr.sync);
            Link.Channel.Send(FrameKind.Gone, 0, 0, (uint)_code);
            _isGone = false;
        }
    }
}
