using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Sessions;

namespace Sandbox.Executor.Setup;

/// <summary>What is different when another program has made the namespaces (see <see cref="PlanFlags.Prepared"/>).</summary>
internal static unsafe class Prepared
{
    public static bool Is(Launch* launch) => (launch->Header->Flags & (uint)PlanFlags.Prepared) != 0;

    /// <summary>Nothing of it may run outside: this process is PID 1 of the namespaces or it is nothing.</summary>
    public static void Take(Launch* launch)
    {
        long self = Report.Check(launch, Step.CreateInit, Sys.Call(Nr.getpid));
        if (self != 1)
        {
            Report.Fail(launch, Step.CheckNamespaces, -C.ESRCH, Text.Z("/proc/self/ns/pid\0"u8), Report.Refused);
        }

        MadeNamespaces.Check(launch);

        // It was executed by a descriptor, whose number would be its name.
        Report.Check(launch, Step.CreateInit, Sys.Prctl(C.PR_SET_NAME, (long)Text.Z("claude-sandbox-\0"u8)));
        for (int i = 0; i <= 2; i++)
        {
            if (Sys.Call(Nr.dup3, PlanFormat.StandardDescriptors + i, i, 0) < 0)
            {
                Sys.Close(i);
            }
        }

        launch->Monitor = PlanFormat.MonitorDescriptor;
    }

    /// <summary>
    /// claude-sandbox-exec --become GROUPS PROGRAM ARGV0 [ARG...]: executes the program in that many control groups (of <see cref="PlanFormat.CgroupDescriptor"/>
    /// on), deaf to the terminal's signals, which are for the payload, and without the supplementary groups that uid 0 has and a user namespace
    /// would keep. It leaves a descriptor of itself, by which PID 1 sees its end, and one of its user namespace. Returns when those are not the words.
    /// </summary>
    public static void Become(byte** arguments)
    {
        uint groups = (uint)(arguments[2][0] - (byte)'0');
        if (Text.Length(arguments[1]) != 8 || !Text.Same(arguments[1], Text.Z("--become\0"u8), 8) || groups > PlanFormat.MaxCgroups || arguments[2][1] != 0)
        {
            return;
        }

        long self = Sys.Call(Nr.pidfd_open, Sys.Call(Nr.getpid));
        bool ready = self >= 0 && Sys.Call(Nr.dup3, self, PlanFormat.MonitorDescriptor, 0) >= 0 && MadeNamespaces.TryRemember() && Cgroups.TryEnter(groups) && (Sys.Call(Nr.getuid) != 0 || Sys.Call(Nr.setgroups, 0, 0) == 0);
        if (ready)
        {
            byte* none = null;
            Signals.IgnoreTerminal();
            Sys.Call(Nr.execve, (long)arguments[3], (long)(arguments + 4), (long)&none);
        }

        byte* words = Text.Z("claude-sandbox-exec: cannot become the program that prepares the sandbox\n\0"u8);
        Sys.WriteAll(2, words, Text.Length(words));
        Sys.Call(Nr.exit_group, Report.Refused);
    }
}
