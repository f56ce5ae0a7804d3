using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>LR-14, LR-28: launch after launch, and the host stays as it was.</summary>
public sealed class LaunchLoopTests
{
    private const int Batch = 100;

    // Ten thousand take longer than a usual run may; make soak does them in one go, and again, against the same beginning.
    private static readonly int Launches = Soak.IsOn ? 10_000 : 1_000;

    // What other tests make meanwhile. A leak of one for each launch would be five times this.
    private static readonly int Tolerated = Launches / 5;

    // Bytes for each launch: less than any object of the kernel's that a launch makes one of.
    private const int Crumb = 512;

    // Of each, the kernel makes at least one for a launch.
    private static readonly string[] Objects = ["net_namespace", "mnt_cache", "pid_namespace", "user_namespace", "uts_namespace", "cgroups"];

    [TheoryWithin(240), ClassData(typeof(IdentityData))]
    public void Launch_after_launch_the_host_keeps_its_descriptors_mounts_processes_and_memory(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string plans = workspace.Directory(workspace.At("plans"));
        string plan = Path.Combine(plans, "plan");
        _ = ProcessRun.Run(workspace.Sandbox("plan", "--compile", plan, "--network", "none", "--allow-write", "all", workspace.Project, "--", "true")).ExpectExit();
        string loop = $"i=0; while [ $i -lt {Batch} ]; do \"$1\" \"$2\" || exit 9; i=$((i+1)); done";
        ProcessRequest request = workspace.Request("/bin/sh", "-c", loop, "sh", workspace.At("bin", "claude-sandbox-exec"), plan);

        // A group of the test's own counts the memory of these processes alone, the kernel's for them included.
        using SmallGroup? group = TestHost.IsRoot ? SmallGroup.Create() : null;
        request = group is null ? request : request with { FileName = "/bin/sh", Arguments = ["-c", "echo $$ > \"$1\"; shift; exec \"$@\"", "sh", group.Members, request.FileName, .. request.Arguments] };

        _ = ProcessRun.Run(request).ExpectExit();
        CensusScope scope = workspace.Scope with { Directories = [workspace.Project, workspace.Home] };
        Census before = Census.Take(scope);
        int descriptors = Descriptors();
        long memory = group?.Usage() ?? 0;
        Dictionary<string, long> objects = KernelObjects();
        Soak.Rounds("launches of the executor", _ =>
        {
            for (int done = 0; done < Launches; done += Batch)
            {
                Assert.Empty(ProcessRun.Run(request).ExpectExit().ErrorText);
            }

            before.AssertRestored(TimeSpan.FromSeconds(10));

            // One of another test's that has just ended is collected in the next moment.
            Eventually.Holds(static () => !Zombies().Any(), "every process of the loops has been collected");
            Eventually.Holds(() => (group?.Usage() ?? 0) < memory + ((long)Launches * Crumb), $"the memory of {Launches} launches is free again: before {memory}, now {group?.Usage()}", 60);
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

    /// <summary>How many of each kind are in use, and control groups with those that are removed and not yet forgotten; empty where only root may know.</summary>
    private static Dictionary<string, long> KernelObjects() => !TestHost.IsRoot ? [] : File.ReadLines("/proc/slabinfo")
        .Select(static l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Append(["cgroups", File.ReadLines("/proc/cgroups").Single(static l => l.StartsWith("memory\t", StringComparison.Ordinal)).Split('\t')[2]])
        .Where(static l => Objects.Contains(l[0]))
        .ToDictionary(static l => l[0], static l => long.Parse(l[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static string Text(Dictionary<string, long> objects) => string.Join(' ', objects.Select(static o => $"{o.Key}={o.Value}"));
}
