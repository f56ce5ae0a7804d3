using System.Globalization;
using Sandbox.Linux.Files;
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
        string parent = FormattableString.Invariant($"\nPPid:\t{Environment.ProcessId}\n");
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && IsInit(pid, parent))
            {
                using OtherProcess? orphan = OtherProcess.Of(pid);
                if (orphan is not null && IsInit(pid, parent))
                {
                    orphan.Kill();
                }
            }
        }
    }

    // "NSpid:\t4711\t1": its number here, and in the namespace below.
    private static bool IsInit(int pid, string parent)
    {
        string status = KernelFile.Read(FormattableString.Invariant($"/proc/{pid}/status")) ?? string.Empty;
        int at = status.IndexOf("\nNSpid:\t", StringComparison.Ordinal);
        return at >= 0 && status.Contains(parent, StringComparison.Ordinal) && status[(at + 8)..].Split('\n', 2)[0].Split('\t') is [_, .., "1"];
    }
}
