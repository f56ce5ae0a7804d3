using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>LR-14, LR-28: launch after launch, and the host stays as it was.</summary>
public sealed class LaunchLoopTests
{
    private const int Batch = 100;

    // A thousand in a usual run; make soak does as many thousands as it has time for, against the same beginning.
    private const int Launches = 1_000;

    // What other tests make meanwhile. A leak of one for each launch would be five times this.
    private const int Tolerated = Launches / 5;

    // Of each, the kernel makes at least one for a launch.
    private static readonly string[] Objects = ["net_namespace", "mnt_cache", "pid_namespace", "user_namespace", "uts_namespace"];

    [TheoryWithin(180), ClassData(typeof(IdentityData))]
    public void Launch_after_launch_the_host_keeps_its_descriptors_mounts_processes_and_memory(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string plans = workspace.Directory(workspace.At("plans"));
        string plan = Path.Combine(plans, "plan");
        _ = ProcessRun.Run(workspace.Sandbox("plan", "--compile", plan, "--network", "none", "--allow-write", "all", workspace.Project, "--", "true")).ExpectExit();
        string loop = $"i=0; while [ $i -lt {Batch} ]; do \"$1\" \"$2\" || exit 9; i=$((i+1)); done";
        ProcessRequest request = workspace.Request("/bin/sh", "-c", loop, "sh", workspace.At("bin", "claude-sandbox-exec"), plan);

        _ = ProcessRun.Run(request).ExpectExit();
        Census before = Census.Take(workspace.Scope);
        int descriptors = Descriptors();
        Dictionary<string, long> objects = KernelObjects();
        Soak.Rounds("launches of the executor", _ =>
        {
            for (int done = 0; done < Launches; done += Batch)
            {
                Assert.Empty(ProcessRun.Run(request).ExpectExit().ErrorText);
            }

            before.AssertRestored(TimeSpan.FromSeconds(10));
            Assert.Empty(Zombies());
            Assert.InRange(Descriptors(), 0, descriptors + 50);
            Eventually.Holds(
                () => KernelObjects().All(o => o.Value < objects[o.Key] + Tolerated),
                $"the kernel has freed what {Launches} launches made: before {Text(objects)}, now {Text(KernelObjects())}", 60);
            return Launches;
        });
    }

    // Of this process: it has started and collected every one of the loops.
    private static int Descriptors() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();

    private static IEnumerable<ProcessState> Zombies() =>
        ProcessState.All().Where(static p => p.State == 'Z' && p.Parent == Environment.ProcessId && p.Name.StartsWith("claude-sandbox", StringComparison.Ordinal));

    /// <summary>How many of each kind are in use; empty where only root may know.</summary>
    private static Dictionary<string, long> KernelObjects() => !TestHost.IsRoot ? [] : File.ReadLines("/proc/slabinfo")
        .Select(static l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(static l => Objects.Contains(l[0]))
        .ToDictionary(static l => l[0], static l => long.Parse(l[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static string Text(Dictionary<string, long> objects) => string.Join(' ', objects.Select(static o => $"{o.Key}={o.Value}"));
}
