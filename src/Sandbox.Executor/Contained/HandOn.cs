using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor.Contained;

/// <summary>Puts every descriptor where PID 1 of the container will look for it, and becomes the manager.</summary>
internal static unsafe class HandOn
{
    public static void Run(Launch* launch, long tree, byte** manager)
    {
        byte* self = Text.Z("/proc/self/exe\0"u8);
        long program = Report.Check(launch, Step.StartContainer, Sys.Openat(C.AT_FDCWD, self, C.O_RDONLY | C.O_CLOEXEC), self);

        // None of them may lie where another one goes.
        long monitor = Above(launch, launch->Monitor);
        tree = Above(launch, tree);
        program = Above(launch, program);
        Put(launch, monitor, ContainedFormat.MonitorDescriptor);
        Put(launch, tree, ContainedFormat.TreeDescriptor);
        Put(launch, program, ContainedFormat.ProgramDescriptor);
        Standard(launch);
        Sys.Call(Nr.close_range, ContainedFormat.Last + 1, uint.MaxValue, 0);

        // Out of reach of the terminal's keys: they would end the manager and everything with it.
        Sys.Call(Nr.setsid);
        byte** environment = stackalloc byte*[8];
        byte* pid = stackalloc byte[32];
        int n = Text.Copy(pid, Text.Z("LISTEN_PID=\0"u8));
        n += Text.Number(pid + n, (ulong)Sys.Call(Nr.getpid));
        pid[n] = 0;
        environment[0] = Text.Z("PATH=/usr/sbin:/usr/bin:/sbin:/bin\0"u8);
        environment[1] = Text.Z("LANG=C.UTF-8\0"u8);
        environment[2] = Text.Z("TERM=dumb\0"u8);
        environment[3] = Text.Z("LISTEN_FDS=11\0"u8);
        environment[4] = pid;
        environment[5] = null;
        long failed = Sys.Call(Nr.execve, (long)manager[0], (long)manager, (long)environment);
        Report.Fail(launch, Step.StartContainer, failed, manager[0], Report.Refused);
    }

    /// <summary>The manager has others, so that nobody waits for it at the end of a pipe.</summary>
    private static void Standard(Launch* launch)
    {
        for (int i = 0; i <= 2; i++)
        {
            if (Sys.Call(Nr.fcntl, PlanFormat.StandardDescriptors + i, C.F_GETFL) >= 0)
            {
                Put(launch, PlanFormat.StandardDescriptors + i, ContainedFormat.StandardDescriptors + i);
            }
        }
    }

    private static long Above(Launch* launch, long descriptor) =>
        Report.Check(launch, Step.CloseDescriptors, Sys.Call(Nr.fcntl, descriptor, C.F_DUPFD_CLOEXEC, ContainedFormat.Last + 1));

    private static void Put(Launch* launch, long descriptor, int number) =>
        Report.Check(launch, Step.CloseDescriptors, Sys.Call(Nr.dup3, descriptor, number, 0));

    /// <summary>
    /// Something is at every number that the manager passes on, which takes no list with a gap. Before anything else is opened, which would take such a number.
    /// </summary>
    public static void Fill(Launch* launch)
    {
        byte* path = Text.Z("/dev/null\0"u8);
        long nothing = 0;
        while (nothing <= ContainedFormat.Last)
        {
            nothing = Report.Check(launch, Step.CloseDescriptors, Sys.Openat(C.AT_FDCWD, path, C.O_RDWR), path);
        }

        Sys.Close(nothing);
    }
}
