using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor.Sessions;

/// <summary>
/// PID 1 is killed with the monitor, its parent, from the moment it has asked for that. Whether the monitor was killed before, only a
/// descriptor of it tells: a parent outside of the PID namespace has no number here (LR-03).
/// </summary>
internal static unsafe class MonitorWatch
{
    // The plan has been read; PID 1 has no use for its descriptor.
    private const int Kept = PlanFormat.PlanDescriptor;

    /// <summary>In the monitor, before PID 1 exists. A plan file has a liveness pipe that the monitor itself holds.</summary>
    public static void Open(Launch* launch)
    {
        if (launch->Status >= 0)
        {
            long self = Report.Check(launch, Step.CreateInit, Sys.Call(Nr.getpid));
            launch->Monitor = Report.Check(launch, Step.CreateInit, Sys.Call(Nr.pidfd_open, self));
        }
    }

    /// <summary>In PID 1, before everything else that was inherited is closed.</summary>
    public static void Keep(Launch* launch)
    {
        Report.Check(launch, Step.CreateInit, Sys.Call(Nr.dup3, launch->Monitor, Kept, C.O_CLOEXEC));
        Sys.Close(launch->Monitor);
        launch->Monitor = Kept;
    }

    /// <summary>Asks to be killed with the monitor, and ends at once when that is gone. After the last change of credentials, which takes the wish back.</summary>
    public static void Arm(Launch* launch)
    {
        Report.Check(launch, Step.CreateInit, Sys.Prctl(C.PR_SET_PDEATHSIG, C.SIGKILL));
        if (launch->Monitor < 0)
        {
            return;
        }

        PollFd monitor;
        monitor.Descriptor = (int)launch->Monitor;
        monitor.Events = C.POLLIN;
        monitor.Returned = 0;
        if (Report.Check(launch, Step.CreateInit, Sys.Call(Nr.poll, (long)&monitor, 1, 0)) > 0)
        {
            Sys.Call(Nr.exit_group, 128 + C.SIGKILL);
        }

        Sys.Close(launch->Monitor);
    }
}
