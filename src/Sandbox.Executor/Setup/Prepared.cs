using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Setup;

/// <summary>What is different when another program has made the namespaces (see <see cref="PlanFlags.Prepared"/>).</summary>
internal static unsafe class Prepared
{
    public static bool Is(Launch* launch) => (launch->Header->Flags & (uint)PlanFlags.Prepared) != 0;

    /// <summary>Nothing of it may run outside: this process is PID 1 of the namespaces or it is nothing.</summary>
    public static void Take(Launch* launch)
    {
        long self = Report.Check(launch, Step.CreateInit, Sys.Call(Nr.getpid));
        Report.Check(launch, Step.CreateNamespaces, self == 1 ? 0 : -C.ESRCH);
        Report.Check(launch, Step.CreateInit, Sys.Call(Nr.dup3, PlanFormat.ErrorsDescriptor, 2, 0));
        if ((launch->Header->Namespaces & C.CLONE_NEWCGROUP) != 0)
        {
            // Its root is the group that this process has entered just now.
            Report.Check(launch, Step.CreateNamespaces, Sys.Call(Nr.unshare, C.CLONE_NEWCGROUP));
        }
    }

    /// <summary>
    /// claude-sandbox-exec --become PROGRAM ARGV0 [ARG...]: executes the program without the supplementary groups that uid 0 has and a user
    /// namespace would keep. Returns when those are not the words.
    /// </summary>
    public static void Become(byte** arguments)
    {
        if (Text.Length(arguments[1]) != 8 || !Text.Same(arguments[1], Text.Z("--become\0"u8), 8))
        {
            return;
        }

        byte* none = null;
        if (Sys.Call(Nr.getuid) != 0 || Sys.Call(Nr.setgroups, 0, 0) == 0)
        {
            Sys.Call(Nr.execve, (long)arguments[2], (long)(arguments + 3), (long)&none);
        }

        byte* words = Text.Z("claude-sandbox-exec: cannot become the program that prepares the sandbox\n\0"u8);
        Sys.WriteAll(2, words, Text.Length(words));
        Sys.Call(Nr.exit_group, Report.Refused);
    }
}
