using Sandbox.Executor.Kernel;
using Sandbox.Executor.Network;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Sessions;
using Sandbox.Guest.Boot;
using Sandbox.Guest.Kernel;
using Sandbox.Guest.Link;

namespace Sandbox.Guest.Sessions;

/// <summary>Starts the executor with the first session, and asks its PID 1 for the others.</summary>
internal static unsafe class Starting
{
    private const int Above = 32;
    private const int Seals = C.F_SEAL_SEAL | C.F_SEAL_SHRINK | C.F_SEAL_GROW | C.F_SEAL_WRITE;

    /// <summary>What follows a <see cref="SessionStart"/> on the link, as memory that nobody can change.</summary>
    public static long Plan(uint length)
    {
        byte* what = Text.Z("could not take the plan\0"u8);
        Fatal.Check(length <= PlanFormat.MaxLength ? 0 : -C.EPROTO, what);
        long memory = Fatal.Check(Sys.Call(GuestNr.memfd_create, (long)Text.Z("plan\0"u8), GuestC.MFD_CLOEXEC | GuestC.MFD_ALLOW_SEALING), what);
        byte* piece = stackalloc byte[LinkFormat.MostData];
        while (length > 0)
        {
            uint part = length < LinkFormat.MostData ? length : LinkFormat.MostData;
            Channel.Read(piece, part);
            Fatal.Check(Sys.WriteAll(memory, piece, part), what);
            length -= part;
        }

        // What was in it is in the memory file alone from here on.
        for (int i = 0; i < LinkFormat.MostData; i++)
        {
            piece[i] = 0;
        }

        Fatal.Check(Sys.Call(Nr.fcntl, memory, GuestC.F_ADD_SEALS, Seals), what);
        return memory;
    }

    /// <summary>The executor's process. Its status pipe, our end of its control socket and the liveness pipe stay with us.</summary>
    public static long Executor(long program, SessionStart* start, long plan, Streams* streams, int* status, int* control, int* liveness)
    {
        byte* what = Text.Z("could not start the sandbox\0"u8);
        Fatal.Check(Sys.Call(Nr.pipe2, (long)status, C.O_CLOEXEC), what);
        Fatal.Check(Sys.Call(Nr.pipe2, (long)liveness, C.O_CLOEXEC), what);
        Fatal.Check(Sys.Call(GuestNr.socketpair, GuestC.AF_UNIX, GuestC.SOCK_SEQPACKET | C.SOCK_CLOEXEC, 0, (long)control), what);
        long* standard = stackalloc long[3];
        Fatal.Check(Standard(start, streams, standard), what);
        long pid = Fatal.Check(Sys.Call(Nr.clone, C.SIGCHLD), what);
        if (pid == 0)
        {
            Become(program, start, plan, standard, status[1], liveness[0], control[1]);
        }

        for (int i = 0; i < 3; i++)
        {
            Sys.Close(standard[i]);
        }

        Sys.Close(status[1]);
        Sys.Close(liveness[0]);
        Sys.Close(control[1]);
        Sys.Close(plan);
        streams->Ready();
        return pid;
    }

    /// <summary>0 or -errno. PID 1 answers on the session's socket, with the terminal where there is one.</summary>
    public static long Join(SessionStart* start, long plan, Streams* streams, long control)
    {
        int* channel = stackalloc int[2];
        long made = Sys.Call(GuestNr.socketpair, GuestC.AF_UNIX, GuestC.SOCK_SEQPACKET | C.SOCK_CLOEXEC, 0, (long)channel);
        if (made < 0)
        {
            return made;
        }

        bool terminal = (start->Flags & (uint)StartFlags.Terminal) != 0;
        bool ownErrors = (start->Flags & (uint)StartFlags.OwnErrors) != 0;
        streams->Channel = channel[0];
        streams->IsTerminal = terminal;
        long* standard = stackalloc long[3];
        standard[0] = standard[1] = standard[2] = -1;
        long result = terminal && !ownErrors ? 0 : Pipes(streams, standard, terminal ? 2 : 0);
        if (result >= 0)
        {
            ControlMessage message;
            message.Kind = (uint)ControlKind.Join;
            message.Value = (int)(!terminal ? JoinFlags.None : ownErrors ? JoinFlags.Terminal | JoinFlags.OwnErrors : JoinFlags.Terminal);
            message.Number = start->Size;
            int* carried = stackalloc int[5];
            int count = 0;
            carried[count++] = (int)plan;
            carried[count++] = channel[1];
            for (int i = 0; i < 3; i++)
            {
                if (standard[i] >= 0)
                {
                    carried[count++] = (int)standard[i];
                }
            }

            result = HandOver.Send(control, (byte*)&message, sizeof(ControlMessage), carried, count);
        }

        for (int i = 0; i < 3; i++)
        {
            if (standard[i] >= 0)
            {
                Sys.Close(standard[i]);
            }
        }

        Sys.Close(channel[1]);
        Sys.Close(plan);
        streams->Ready();
        return result;
    }

    private static long Standard(SessionStart* start, Streams* streams, long* standard)
    {
        if ((start->Flags & (uint)StartFlags.Terminal) == 0)
        {
            return Pipes(streams, standard, 0);
        }

        long inner = -1;
        long master = Terminal.Open(start->Size, start->Uid, start->Gid, &inner);
        if (master < 0)
        {
            return master;
        }

        streams->IsTerminal = true;
        streams->Input = master;
        streams->Output = master;
        standard[0] = inner;
        standard[1] = Sys.Call(Nr.fcntl, inner, C.F_DUPFD_CLOEXEC, Above);
        if ((start->Flags & (uint)StartFlags.OwnErrors) != 0)
        {
            return Pipes(streams, standard, 2);
        }

        standard[2] = Sys.Call(Nr.fcntl, inner, C.F_DUPFD_CLOEXEC, Above);
        return standard[2];
    }

    /// <summary>A pipe for each descriptor from <paramref name="first"/> on: the session's ends in the table, ours in the streams.</summary>
    private static long Pipes(Streams* streams, long* standard, int first)
    {
        int* ends = stackalloc int[2];
        for (int i = first; i <= 2; i++)
        {
            long made = Sys.Call(Nr.pipe2, (long)ends, C.O_CLOEXEC);
            if (made < 0)
            {
                return made;
            }

            standard[i] = ends[i == 0 ? 0 : 1];
            long ours = ends[i == 0 ? 1 : 0];
            if (i == 0)
            {
                streams->Input = ours;
            }
            else if (i == 1)
            {
                streams->Output = ours;
            }
            else
            {
                streams->Errors = ours;
            }
        }

        return 0;
    }

    private static void Become(long program, SessionStart* start, long plan, long* standard, long status, long liveness, long control)
    {
        byte* what = Text.Z("could not start the sandbox\0"u8);
        Signals.Unblock();
        Sys.Call(Nr.setsid);
        long* from = stackalloc long[7];
        from[0] = standard[0];
        from[1] = standard[1];
        from[2] = standard[2];
        from[PlanFormat.PlanDescriptor] = plan;
        from[PlanFormat.StatusDescriptor] = status;
        from[PlanFormat.LivenessDescriptor] = liveness;
        from[PlanFormat.ControlDescriptor] = control;
        long executable = Fatal.Check(Sys.Call(Nr.fcntl, program, C.F_DUPFD_CLOEXEC, Above), what);
        for (int i = 0; i < 7; i++)
        {
            from[i] = Fatal.Check(Sys.Call(Nr.fcntl, from[i], C.F_DUPFD_CLOEXEC, Above), what);
        }

        for (int i = 0; i < 7; i++)
        {
            Fatal.Check(Sys.Call(Nr.dup3, from[i], i, 0), what);
        }

        if ((start->Flags & (uint)StartFlags.Terminal) != 0)
        {
            Fatal.Check(Sys.Call(Nr.ioctl, 0, C.TIOCSCTTY, 0), what);
        }

        // The user that the plan is for, who is uid 0 of the sandbox's first user namespace as outside.
        Fatal.Check(Sys.Call(Nr.setgroups, 0, 0), what);
        Fatal.Check(Sys.Call(GuestNr.setresgid, start->Gid, start->Gid, start->Gid), what);
        Fatal.Check(Sys.Call(GuestNr.setresuid, start->Uid, start->Uid, start->Uid), what);
        byte** arguments = stackalloc byte*[2];
        arguments[0] = Text.Z("claude-sandbox-exec\0"u8);
        arguments[1] = null;
        long executed = Sys.Call(GuestNr.execveat, executable, (long)Text.Z("\0"u8), (long)arguments, (long)(arguments + 1), C.AT_EMPTY_PATH);
        Fatal.Check(executed, what);
    }
}
