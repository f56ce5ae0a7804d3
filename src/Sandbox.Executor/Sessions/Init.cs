using Sandbox.Executor.Kernel;
using Sandbox.Executor.Network;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor.Sessions;

/// <summary>
/// PID 1 of the sandbox: forks the sessions, reaps orphans, passes signals on, and ends the whole PID namespace
/// when the last session ends or the launcher's end of the liveness pipe closes.
/// </summary>
internal static unsafe class Init
{
    /// <summary>Descriptors that are waited for beside the sockets of joined sessions.</summary>
    private const int Own = 5;

    public static void Run(Launch* launch, long umask)
    {
        // Before the session's own check of the mounts: what changes after that check is an event here.
        long mounts = Report.Check(
            launch, Step.WatchMounts, Sys.Openat(C.AT_FDCWD, Text.Z("/proc/self/mountinfo\0"u8), C.O_RDONLY | C.O_CLOEXEC), Text.Z("/proc/self/mountinfo\0"u8));
        long timer = Cover.Timer(launch);
        launch->Covered = Cover.Remember(launch);
        long children = Report.Check(launch, Step.CreateInit, Signals.ChildDescriptor());

        // Nothing inside may look into the process that holds the control socket.
        Report.Check(launch, Step.CreateInit, Sys.Prctl(C.PR_SET_DUMPABLE, 0));

        // Last, because a change of credentials clears it. The liveness pipe covers the launcher, this the process between.
        MonitorWatch.Arm(launch);
        SessionTable sessions;
        sessions.Count = 0;
        sessions.First = -1;
        if (FirstJoins(launch))
        {
            // The caller's descriptors are nobody's inside.
            LetGo();
            PlanReader.KeepRules(launch);
        }
        else
        {
            Begin(launch, &sessions, Session.Fork(launch, (PlanSession*)launch->At(launch->Header->SessionOffset), umask), -1);
            if (launch->Status >= 0)
            {
                PlanReader.KeepRules(launch);
            }
        }

        PlanReader.Forget(launch);
        Serve(launch, &sessions, umask, children, mounts, timer);
    }

    private static bool FirstJoins(Launch* launch) => (launch->Rules->Flags & (uint)PlanFlags.FirstJoins) != 0;

    /// <summary>The session whose end the launcher waits for.</summary>
    public static void Begin(Launch* launch, SessionTable* sessions, long session, long channel)
    {
        sessions->First = (int)session;
        sessions->Add(session, channel);
        if (launch->Status >= 0)
        {
            Report.Send(launch->Status, StatusKind.Started, Step.None, (int)session, null);
        }
    }

    private static void Serve(Launch* launch, SessionTable* sessions, long umask, long children, long mounts, long timer)
    {
        PollFd* events = stackalloc PollFd[Own + PlanFormat.MaxSessions];
        events[0].Descriptor = (int)children;
        events[1].Descriptor = (int)launch->Liveness;
        events[2].Descriptor = (int)launch->Control;
        events[3].Descriptor = (int)mounts;
        events[4].Descriptor = (int)timer;
        while (true)
        {
            int count = Own + sessions->Count;
            for (int i = 0; i < count; i++)
            {
                events[i].Descriptor = i < Own ? events[i].Descriptor : sessions->Channels[i - Own];
                events[i].Events = i == 3 ? C.POLLPRI : C.POLLIN;
                events[i].Returned = 0;
            }

            Sys.Call(Nr.poll, (long)events, count, -1);
            if (events[3].Returned != 0 || events[4].Returned != 0)
            {
                Watch(launch, timer, changed: events[3].Returned != 0);
            }

            // Before the table changes: what was polled is known by its index.
            for (int i = Own; i < count; i++)
            {
                if (events[i].Returned != 0)
                {
                    Clients.Obey(sessions, i - Own);
                }
            }

            if (events[0].Returned != 0)
            {
                Reap(launch, sessions, children);
            }

            if (events[1].Returned != 0)
            {
                // Nobody ever writes here: readable means that the launcher is gone.
                Sys.Call(Nr.exit_group, 128 + C.SIGKILL);
            }

            if (events[2].Returned != 0 && !Obey(launch, sessions, umask, mounts))
            {
                events[2].Descriptor = -1;
            }
        }
    }

    /// <summary>Nothing inside can mount or unmount, so any change of the table is the host's doing.</summary>
    private static void Watch(Launch* launch, long timer, bool changed)
    {
        ulong ticks;
        Sys.Call(Nr.read, timer, (long)&ticks, sizeof(ulong));
        byte* gap = Cover.FindGap(launch->Covered);
        if ((changed && !launch->ExpectsMounts) || gap != null)
        {
            Report.Fail(launch, Step.WatchMounts, -C.ESTALE, gap, Report.Refused);
        }
    }

    /// <summary>What has changed by the end was expected, and is no event any more.</summary>
    private static void Expect(Launch* launch, bool expects, long mounts)
    {
        PollFd changes;
        changes.Descriptor = (int)mounts;
        changes.Events = C.POLLPRI;
        changes.Returned = 0;
        if (!expects && launch->ExpectsMounts)
        {
            Sys.Call(Nr.poll, (long)&changes, 1, 0);
        }

        launch->ExpectsMounts = expects;
    }

    /// <summary>Whoever ends last ends the sandbox.</summary>
    private static void Reap(Launch* launch, SessionTable* sessions, long children)
    {
        byte* information = stackalloc byte[128];
        Sys.Call(Nr.read, children, (long)information, 128);
        while (true)
        {
            int status = 0;
            long pid = Sys.Call(Nr.wait4, -1, (long)&status, C.WNOHANG, 0);
            if (pid < 0 && sessions->Count == 0)
            {
                return;
            }

            if (pid < 0)
            {
                // There is always the session to wait for. A missed end is a sandbox that never ends.
                Report.Check(launch, Step.WaitForEnd, pid == -C.EINTR ? 0 : pid);
                continue;
            }

            if (pid == 0)
            {
                return;
            }

            int index = sessions->Find(pid);
            if (index < 0)
            {
                continue;
            }

            long channel = sessions->Channels[index];
            sessions->RemoveAt(index);
            bool isFirst = pid == sessions->First;
            Clients.End(channel, status);
            if (isFirst && launch->Status >= 0)
            {
                Report.Send(launch->Status, StatusKind.Ended, Step.None, status, null, sessions->Count);
            }

            if (sessions->Count == 0)
            {
                Sys.Call(Nr.exit_group, Exit.Code(status));
            }

            if (isFirst)
            {
                sessions->First = -1;
                LetGo();
            }
        }
    }

    /// <summary>The launcher leaves now, and whoever reads from its caller's pipe waits for the last one who could write to it.</summary>
    private static void LetGo()
    {
        long nothing = Sys.Openat(C.AT_FDCWD, Text.Z("/dev/null\0"u8), C.O_RDWR | C.O_CLOEXEC);
        for (int i = 0; i <= 2; i++)
        {
            Sys.Call(Nr.dup3, nothing, i, C.O_CLOEXEC);
        }

        Sys.Close(nothing);
    }

    /// <summary>False when the other end is gone.</summary>
    private static bool Obey(Launch* launch, SessionTable* sessions, long umask, long mounts)
    {
        Inbox inbox;
        long control = launch->Control;
        long n = Inbox.Receive(control, &inbox);
        int value = inbox.Message.Value;
        ControlKind kind = n == sizeof(ControlMessage) ? (ControlKind)inbox.Message.Kind : 0;
        if (kind == ControlKind.Join)
        {
            Joining.Take(launch, sessions, &inbox, umask);
            if (sessions->Count == 0)
            {
                // Only the first one can have failed: then there is nothing to stay for. Its client has been told why.
                Sys.Call(Nr.exit_group, Report.Refused);
            }

            return true;
        }

        inbox.Close();
        if (kind == ControlKind.Signal && value is > 0 and <= 64 && sessions->First > 0)
        {
            Sys.Call(Nr.kill, sessions->First, value);
        }
        else if (kind == ControlKind.SignalAll && value is > 0 and <= 64)
        {
            Sys.Call(Nr.kill, -1, value);
        }
        else if (kind == ControlKind.Connect)
        {
            Inward.Connect(control, value, inbox.Message.Number);
        }
        else if (kind is ControlKind.Count or ControlKind.ExpectMounts)
        {
            if (kind == ControlKind.ExpectMounts)
            {
                Expect(launch, value != 0, mounts);
            }

            inbox.Message.Kind = (uint)ControlKind.Counted;
            inbox.Message.Value = sessions->Count;
            HandOver.Send(control, (byte*)&inbox.Message, sizeof(ControlMessage), null, 0);
        }

        return n > 0 || n is -C.EINTR or -C.EAGAIN;
    }
}
