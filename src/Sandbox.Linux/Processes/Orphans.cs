using System.Globalization;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Processes;

/// <summary>
/// A program that makes a PID namespace forks its PID 1 and tells it to go on. Killed before that (bwrap has such a moment), it leaves a process that waits for
/// ever and holds every descriptor that it was given. Here such processes come to this one, which ends them.
/// </summary>
public static class Orphans
{
    /// <summary>From now on they come here and not to the machine's init.</summary>
    public static void Adopt() => _ = Libc.prctl(Libc.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);

    /// <summary>Ends what a process leaves when it is killed, or ends before its child has gone on, as soon as it does.</summary>
    /// <param name="process">It.</param>
    /// <param name="hasGoneOn">Asked when it has ended.</param>
    public static void EndWith(SpawnedProcess process, Func<bool> hasGoneOn) => new Thread(() =>
    {
        try
        {
            if (process.Ends(out bool byKill) && (byKill || !hasGoneOn()))
            {
                EndInits();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // The launcher is done with it: then its child has gone on, too.
        }
    })
    { IsBackground = true, Name = "orphans" }.Start();

    /// <summary>Ends the children of this process that are the first of a PID namespace of their own.</summary>
    private static void EndInits()
    {
        foreach (int process in ProcessStatus.All().Where(IsOrphan))
        {
            using OtherProcess? orphan = OtherProcess.Of(process);
            if (orphan is not null && IsOrphan(process))
            {
                orphan.Kill();
            }
        }
    }

    private static bool IsOrphan(int process) =>
        ProcessStatus.Field(process, "PPid:") is [_, var parent] && parent == Environment.ProcessId.ToString(CultureInfo.InvariantCulture) && ProcessStatus.IsInit(process);
}
