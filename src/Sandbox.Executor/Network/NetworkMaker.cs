using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Sessions;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor.Network;

/// <summary>
/// Making a network namespace takes the kernel a fifth of a launch. A process of its own makes it, with what belongs in it, while PID 1 makes the
/// mounts; it then stops, PID 1 moves into what it made, and it is killed and reaped before anything else starts.
/// </summary>
internal static unsafe class NetworkMaker
{
    /// <summary>Must come after the first maps and before the second user namespace: the namespace belongs to uid 0 of the first one.</summary>
    public static void Begin(Launch* launch)
    {
        if ((launch->Header->Namespaces & C.CLONE_NEWNET) == 0)
        {
            return;
        }

        int descriptor = -1;
        launch->NetworkMaker = Report.Check(launch, Step.CreateNetwork, Sys.Call(Nr.clone, C.CLONE_PIDFD | C.SIGCHLD, 0, (long)&descriptor));
        if (launch->NetworkMaker == 0)
        {
            Make(launch);
        }

        launch->NetworkMade = descriptor;
    }

    /// <summary>Waits for what was begun and goes there.</summary>
    public static void Join(Launch* launch)
    {
        if (launch->NetworkMaker < 0)
        {
            return;
        }

        int status = Wait(launch, C.WUNTRACED);
        if ((status & 0xff) != Stopped)
        {
            // It has told what failed, unless it was killed.
            if (Exit.Code(status) == Report.Refused)
            {
                Sys.Call(Nr.exit_group, Report.Refused);
            }

            Report.Fail(launch, Step.CreateNetwork, -C.ECHILD, null, Report.Refused);
        }

        Report.Check(launch, Step.CreateNetwork, Sys.Call(Nr.setns, launch->NetworkMade, C.CLONE_NEWNET));
        Report.Check(launch, Step.CreateNetwork, Sys.Call(Nr.kill, launch->NetworkMaker, C.SIGKILL));
        _ = Wait(launch, 0);
        Sys.Close(launch->NetworkMade);
    }

    // The low byte of a wait status.
    private const int Stopped = 0x7f;

    private static int Wait(Launch* launch, int options)
    {
        int status = 0;
        long waited;
        do
        {
            waited = Sys.Call(Nr.wait4, launch->NetworkMaker, (long)&status, options, 0);
        }
        while (waited == -C.EINTR);
        Report.Check(launch, Step.CreateNetwork, waited);
        return status;
    }

    private static void Make(Launch* launch)
    {
        Report.Check(launch, Step.CreateNetwork, Sys.Call(Nr.unshare, C.CLONE_NEWNET));
        if (launch->Header->NetworkOffset != 0)
        {
            CapturedNetwork.SetUp(launch);
        }
        else
        {
            Namespaces.LoopbackUp(launch);
        }

        // Checked: kill(-1) would stop everybody.
        long self = Report.Check(launch, Step.CreateNetwork, Sys.Call(Nr.getpid));
        while (true)
        {
            Sys.Call(Nr.kill, self, C.SIGSTOP);
        }
    }
}
