using Sandbox.Executor.Kernel;
using Sandbox.Executor.Network;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Sessions;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor;

/// <summary>
/// claude-sandbox-exec: without arguments it takes a sealed plan on descriptor 3 (see PlanFormat); with one argument it
/// runs that plan file. Between clone and execve nothing but this program runs.
/// </summary>
internal static unsafe class Program
{
    public static int Run(int argumentCount, byte** arguments)
    {
        Launch launch;
        Reset(&launch);
        Signals.ResetAll();
        if (argumentCount == 1)
        {
            launch.Status = PlanFormat.StatusDescriptor;
            launch.Liveness = PlanFormat.LivenessDescriptor;
            launch.Control = PlanFormat.ControlDescriptor;
            PlanReader.FromDescriptor(&launch, PlanFormat.PlanDescriptor);
        }
        else if (argumentCount == 2)
        {
            // Whatever the caller's shell left open is none of the sandbox's business.
            Sys.Call(Nr.close_range, 3, uint.MaxValue, 0);
            PlanReader.FromFile(&launch, arguments[1]);
        }
        else
        {
            if (argumentCount > 2)
            {
                Contained.Words.Obey(&launch, argumentCount, arguments);
            }

            if (argumentCount > 4)
            {
                Prepared.Become(arguments);
            }

            byte* usage = Text.Z("usage: claude-sandbox-exec PLAN (made by claude-sandbox plan --compile PLAN)\n\0"u8);
            Sys.WriteAll(2, usage, Text.Length(usage));
            return Report.Refused;
        }

        return Start(&launch);
    }

    private static int Start(Launch* launch)
    {
        launch->Rules = launch->Header;

        // A plan file has no launcher behind it: this process then is what the sandbox must not outlive.
        int* liveness = stackalloc int[2];
        liveness[1] = -1;
        if (launch->Liveness < 0)
        {
            Report.Check(launch, Step.CreateInit, Sys.Call(Nr.pipe2, (long)liveness, C.O_CLOEXEC));
            launch->Liveness = liveness[0];
        }

        if ((launch->Header->Flags & (uint)PlanFlags.DropSupplementaryGroups) != 0)
        {
            Report.Check(launch, Step.DropGroups, Sys.Call(Nr.setgroups, 0, 0));
        }

        if (Prepared.Is(launch))
        {
            Prepared.Take(launch);
            Inside(launch);
        }

        Cgroups.Enter(launch);
        MonitorWatch.Open(launch);
        long init = Report.Check(launch, Step.CreateNamespaces, Sys.Call(Nr.clone, (launch->Header->Namespaces & ~C.CLONE_NEWNET) | C.SIGCHLD));
        if (init == 0)
        {
            if (liveness[1] >= 0)
            {
                Sys.Close(liveness[1]);
            }

            Inside(launch);
        }

        return Wait(launch, init);
    }

    /// <summary>PID 1 of the new namespaces, from bare clone to init.</summary>
    private static void Inside(Launch* launch)
    {
        long umask = Sys.Call(Nr.umask, 0);
        if (launch->Status >= 0)
        {
            MonitorWatch.Keep(launch);
            Sys.Call(Nr.close_range, PlanFormat.HoldDescriptor + 1, uint.MaxValue, 0);
        }

        Namespaces.MapFirst(launch);
        NetworkMaker.Begin(launch);
        Namespaces.SetHostname(launch);
        Namespaces.Limit(launch);
        Root.Create(launch);
        Mounts.Run(launch);
        NetworkMaker.Join(launch);
        Root.Switch(launch);
        Namespaces.EnterSecond(launch);
        Privileges.Drop(launch);
        Init.Run(launch, umask);
    }

    private static int Wait(Launch* launch, long init)
    {
        Signals.IgnoreTerminal();
        if (launch->Status >= 0)
        {
            // The sandbox may outlive its launcher, and whoever reads from its caller's pipe must not have to wait for that. Only the status
            // pipe stays: its end says that this process has seen the end of PID 1.
            Sys.Call(Nr.close_range, 0, PlanFormat.StatusDescriptor - 1, 0);
            Sys.Call(Nr.close_range, PlanFormat.StatusDescriptor + 1, uint.MaxValue, 0);
        }

        PlanReader.Forget(launch);
        int status = 0;
        long waited;
        do
        {
            waited = Sys.Call(Nr.wait4, init, (long)&status, 0, 0);
        }
        while (waited == -C.EINTR);
        Report.Check(launch, Step.WaitForEnd, waited);
        return Exit.Code(status);
    }

    private static void Reset(Launch* launch)
    {
        launch->Plan = null;
        launch->Header = null;
        launch->Rules = null;
        launch->Status = -1;
        launch->Liveness = -1;
        launch->Control = -1;
        launch->HostRoot = -1;
        launch->Root = -1;
        launch->ProcSelf = -1;
        launch->Parent = 0;
        launch->ParentPath = null;
        launch->ParentLength = 0;
        launch->MaskFile = 0;
        launch->NetworkMaker = -1;
        launch->NetworkMade = -1;
        launch->Monitor = -1;
        launch->Covered = null;
        launch->IdMap = 0;
        launch->Proc = C.AT_FDCWD;
        launch->ExpectsMounts = false;
    }
}
