using Sandbox.Executor.Kernel;
using Sandbox.Executor.Network;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor.Sessions;

/// <summary>
/// A session that joins later, forked by PID 1 like the first one, so that nothing has to be entered and nothing can be left out. What it asks
/// for is read by the child alone; a mistake in it ends that child and is told on its socket.
/// </summary>
internal static unsafe class Joining
{
    private const int Fixed = 2;

    /// <summary>Takes over the descriptors of the message, whatever comes of it.</summary>
    public static void Take(Launch* launch, SessionTable* sessions, Inbox* inbox, long umask)
    {
        JoinFlags flags = (JoinFlags)inbox->Message.Value;
        int standard = (flags & JoinFlags.Terminal) == 0 ? 3 : (flags & JoinFlags.OwnErrors) == 0 ? 0 : 1;
        bool known = (flags & ~(JoinFlags.Terminal | JoinFlags.OwnErrors)) == 0 && flags != JoinFlags.OwnErrors;
        if (inbox->Count >= Fixed)
        {
            long channel = inbox->Descriptors[1];
            long failure = !known || inbox->Count != Fixed + standard ? -C.EINVAL : sessions->IsFull ? -C.EAGAIN : 0;
            if (failure < 0)
            {
                Tell(channel, StatusKind.Error, Step.JoinSandbox, (int)-failure);
            }
            else if (Start(launch, sessions, inbox, flags, umask))
            {
                // The socket is the table's from here on.
                inbox->Descriptors[1] = -1;
            }
        }

        inbox->Close();
    }

    /// <summary>A status record on the socket of a session, which may be gone; never waits.</summary>
    public static void Tell(long channel, StatusKind kind, Step step, int value, long descriptor = -1)
    {
        StatusRecord record;
        record.Kind = (ushort)kind;
        record.Step = (ushort)step;
        record.Value = value;
        record.PathLength = 0;
        record.Others = 0;
        int carried = (int)descriptor;
        HandOver.Send(channel, (byte*)&record, sizeof(StatusRecord), &carried, descriptor < 0 ? 0 : 1);
    }

    private static bool Start(Launch* launch, SessionTable* sessions, Inbox* inbox, JoinFlags flags, long umask)
    {
        long channel = inbox->Descriptors[1];
        long master = -1;
        long terminal = -1;
        if ((flags & JoinFlags.Terminal) != 0)
        {
            master = OpenTerminal(inbox->Message.Number, &terminal);
            if (master < 0)
            {
                Tell(channel, StatusKind.Error, Step.OpenTerminal, (int)-master);
                return false;
            }
        }

        long pid = Sys.Call(Nr.clone, C.SIGCHLD);
        if (pid == 0)
        {
            Become(launch, inbox, terminal, umask);
        }

        if (pid < 0)
        {
            Tell(channel, StatusKind.Error, Step.ForkSession, (int)-pid);
        }
        else
        {
            Add(launch, sessions, pid, channel);
            Tell(channel, StatusKind.Started, Step.None, (int)pid, master);
        }

        if (master >= 0)
        {
            Sys.Close(master);
            Sys.Close(terminal);
        }

        return pid > 0;
    }

    // Where the plan leaves the first session to the first request, that one is whose end the launcher waits for.
    private static void Add(Launch* launch, SessionTable* sessions, long pid, long channel)
    {
        if ((launch->Rules->Flags & (uint)PlanFlags.FirstJoins) != 0 && sessions->Count == 0)
        {
            Init.Begin(launch, sessions, pid, channel);
        }
        else
        {
            sessions->Add(pid, channel);
        }
    }

    /// <summary>A pair of the sandbox's own devpts, opened without a name: the descriptor of the outer side, or -errno.</summary>
    private static long OpenTerminal(uint size, long* terminal)
    {
        long master = Inbox.Above(Sys.Openat(C.AT_FDCWD, Text.Z("/dev/pts/ptmx\0"u8), C.O_RDWR | C.O_NOCTTY | C.O_CLOEXEC));
        if (master < 0)
        {
            return master;
        }

        int unlocked = 0;
        ushort* window = stackalloc ushort[4];
        window[0] = (ushort)(size >> 16);
        window[1] = (ushort)size;
        window[2] = 0;
        window[3] = 0;
        long result = Sys.Call(Nr.ioctl, master, C.TIOCSPTLCK, (long)&unlocked);
        result = result < 0 ? result : Sys.Call(Nr.ioctl, master, C.TIOCSWINSZ, (long)window);
        result = result < 0 ? result : Sys.Call(Nr.ioctl, master, C.TIOCGPTPEER, C.O_RDWR | C.O_NOCTTY | C.O_CLOEXEC);
        if (result < 0)
        {
            Sys.Close(master);
            return result;
        }

        *terminal = Inbox.Above(result);
        return master;
    }

    /// <summary>In the child: never returns.</summary>
    private static void Become(Launch* launch, Inbox* inbox, long terminal, long umask)
    {
        launch->Status = inbox->Descriptors[1];
        Signals.Unblock();
        Sys.Call(Nr.umask, umask);
        Report.Check(launch, Step.JoinSandbox, Sys.Call(Nr.setsid));
        bool ownErrors = terminal >= 0 && inbox->Count > Fixed;
        for (int i = 0; i <= 2; i++)
        {
            long from = terminal < 0 ? inbox->Descriptors[Fixed + i] : i == 2 && ownErrors ? inbox->Descriptors[Fixed] : terminal;
            Report.Check(launch, Step.JoinSandbox, Sys.Call(Nr.dup3, from, i, 0));
        }

        if (terminal >= 0)
        {
            Report.Check(launch, Step.OpenTerminal, Sys.Call(Nr.ioctl, 0, C.TIOCSCTTY, 0));
        }

        PlanReader.FromDescriptor(launch, inbox->Descriptors[0]);
        Session.Continue(launch, (PlanSession*)launch->At(launch->Header->SessionOffset));
    }
}
