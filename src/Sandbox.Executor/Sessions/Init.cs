using Sandbox.Executor.Kernel;
using Sandbox.Executor.Network;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor.Sessions;

/// <summary>
/// PID 1 of the sandbox: forks the session, reaps orphans, passes signals on, and ends the whole PID namespace
/// when the session ends or the launcher's end of the liveness pipe closes.
/// </summary>
internal static unsafe class Init
{
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
        long session = Session.Fork(launch, (PlanSession*)launch->At(launch->Header->SessionOffset), umask);
        if (launch->Status >= 0)
        {
            Report.Send(launch->Status, StatusKind.Started, Step.None, (int)session, null);
        }

        PlanReader.Forget(launch);
        Serve(launch, session, children, mounts, timer);
    }

    private static void Serve(Launch* launch, long session, long children, long mounts, long timer)
    {
        PollFd* events = stackalloc PollFd[5];
        events[0].Descriptor = (int)children;
        events[1].Descriptor = (int)launch->Liveness;
        events[2].Descriptor = (int)launch->Control;
        events[3].Descriptor = (int)mounts;
        events[4].Descriptor = (int)timer;
        while (true)
        {
            for (int i = 0; i < 5; i++)
            {
                events[i].Events = i == 3 ? C.POLLPRI : C.POLLIN;
                events[i].Returned = 0;
            }

            Sys.Call(Nr.poll, (long)events, 5, -1);
            if (events[3].Returned != 0 || events[4].Returned != 0)
            {
                Watch(launch, timer, changed: events[3].Returned != 0);
            }

            if (events[0].Returned != 0)
            {
                Reap(launch, session, children);
            }

            if (events[1].Returned != 0)
            {
                // Nobody ever writes here: readable means that the launcher is gone.
                Sys.Call(Nr.exit_group, 128 + C.SIGKILL);
            }

            if (events[2].Returned != 0 && !Obey(launch->Control, session))
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
        if (changed || gap != null)
        {
            Report.Fail(launch, Step.WatchMounts, -C.ESTALE, gap, Report.Refused);
        }
    }

    private static void Reap(Launch* launch, long session, long children)
    {
        byte* information = stackalloc byte[128];
        Sys.Call(Nr.read, children, (long)information, 128);
        while (true)
        {
            int status = 0;
            long pid = Sys.Call(Nr.wait4, -1, (long)&status, C.WNOHANG, 0);
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

            if (pid == session)
            {
                if (launch->Status >= 0)
                {
                    Report.Send(launch->Status, StatusKind.Ended, Step.None, status, null);
                }

                Sys.Call(Nr.exit_group, Exit.Code(status));
            }
        }
    }

    /// <summary>False when the other end is gone.</summary>
    private static bool Obey(long control, long session)
    {
        ControlMessage message;
        long n = Sys.Call(Nr.recvfrom, control, (long)&message, sizeof(ControlMessage), C.MSG_DONTWAIT | C.MSG_TRUNC, 0, 0);
        if (n == sizeof(ControlMessage) && message.Kind == (uint)ControlKind.Signal && message.Value is > 0 and <= 64)
        {
            Sys.Call(Nr.kill, session, message.Value);
        }
        else if (n == sizeof(ControlMessage) && message.Kind == (uint)ControlKind.Connect)
        {
            Inward.Connect(control, message.Value, message.Number);
        }

        return n > 0 || n is -C.EINTR or -C.EAGAIN;
    }
}
