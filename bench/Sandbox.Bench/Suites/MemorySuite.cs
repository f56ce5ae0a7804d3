using Sandbox.Bench.Hosts;
using Sandbox.Bench.Results;
using Sandbox.Bench.Timing;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;

namespace Sandbox.Bench.Suites;

/// <summary>What a live sandbox holds in memory besides its payload. Needs root: the executor's PID 1 is not to be looked into.</summary>
internal static class MemorySuite
{
    private const int SIGKILL = 9;
    private const string Payload = "sleep";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static MemoryResult Measure(Stage stage)
    {
        FrozenVariants frozen = new(stage);
        string[] command = ["/bin/sleep", "60"];
        return new MemoryResult(Weigh(frozen.Executor(20, false, command)), Weigh(frozen.BubblewrapOf(20, false, command)));
    }

    private static ProcessMemory Weigh(Variant variant)
    {
        using FileStream? input = variant.Input is null ? null : File.OpenRead(variant.Input);
        List<(Descriptor, int)> descriptors = input is null
            ? []
            : [(Descriptor.Borrow((int)input.SafeFileHandle.DangerousGetHandle()), Variant.InputDescriptor)];
        using SpawnedProcess child = Spawn.Start(variant.Executable, [variant.Executable, .. variant.Arguments], variant.Environment, descriptors);
        try
        {
            IReadOnlyList<ProcessEntry> tree = WaitForPayload(child.Pid, variant.Name);
            long?[] sizes = [.. tree.Where(p => p.Name != Payload).Select(p => ProcessTable.Pss(p.Pid))];
            return sizes.Any(s => s is null)
                ? throw new BenchException($"{variant.Name}: its memory may not be looked at")
                : new ProcessMemory(sizes.Length, sizes.Sum(s => s!.Value));
        }
        finally
        {
            _ = child.Signal(SIGKILL);
            _ = child.Wait();
        }
    }

    private static IReadOnlyList<ProcessEntry> WaitForPayload(int root, string name)
    {
        for (long end = Environment.TickCount64 + (long)Patience.TotalMilliseconds; Environment.TickCount64 < end; Thread.Sleep(20))
        {
            IReadOnlyList<ProcessEntry> tree = ProcessTable.Tree(root);
            if (tree.Any(p => p.Name == Payload))
            {
                return tree;
            }
        }

        throw new BenchException($"{name}: {Payload} did not start");
    }
}
