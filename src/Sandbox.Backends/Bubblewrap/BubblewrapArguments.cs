using Sandbox.Core.Plans;

namespace Sandbox.Backends.Bubblewrap;

/// <summary>
/// A plan to the words of bwrap. It makes the namespaces and a root in which every source of the plan has its own path, and of the host nothing else but the rest
/// of /etc (see <see cref="FewerSources"/>); what the payload sees is made of that by the executor, as with every backend (adr/0010). Pure.
/// </summary>
public static class BubblewrapArguments
{
    /// <summary>The options; what follows them on the command line is not among them.</summary>
    public static IReadOnlyList<string> Of(LaunchPlan plan)
    {
        // No network namespace: the executor makes one, at the same time as its mounts.
        // Not --die-with-parent: the launcher may leave while others stay. The liveness pipe ends the sandbox with its owner, and PID 1 dies with bwrap.
        // uid 0 of the new user namespace, as the executor is at this point when it makes its own. It gives all of it up.
        List<string> words =
        [
            "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup", "--uid", "0", "--gid", "0", "--cap-add", "ALL", "--as-pid-1",
        ];
        foreach (PlanSource source in FewerSources.Of(PlanSources.Of(plan.Mounts)))
        {
            words.Add(Option(source));
            words.Add(source.Path);
            words.Add(source.Path);
        }

        words.AddRange(["--proc", "/proc"]);
        return words;
    }

    private static string Option(PlanSource source) =>
        (source.AllowDevices ? "--dev-bind" : source.Writable ? "--bind" : "--ro-bind") + (source.Optional ? "-try" : string.Empty);
}
