using Sandbox.Bench.Hosts;
using Sandbox.Bench.Reporting;
using Sandbox.Bench.Results;
using Sandbox.Bench.Suites;
using Sandbox.Linux.Kernel;

namespace Sandbox.Bench;

/// <summary>
/// Two verbs, for scripts/bench: <c>measure STAGE USER RESULT SUITE...</c> measures as whoever runs it, and
/// <c>report STAGE PAGE RESULT...</c> writes the page.
/// </summary>
internal static class Program
{
    private const int Usage = 2;

    private static async Task<int> Main(string[] arguments)
    {
        try
        {
            switch (arguments)
            {
                case ["measure", var stage, var user, var result, .. var suites]:
                    Measure(new Stage(stage, user), result, suites);
                    return 0;
                case ["report", var stage, var page, .. var results]:
                    await WriteAsync(new Stage(stage, string.Empty), page, results);
                    return 0;
                default:
                    await Console.Error.WriteLineAsync("usage: Sandbox.Bench measure STAGE USER RESULT SUITE... | report STAGE PAGE RESULT...");
                    return Usage;
            }
        }
        catch (BenchException e)
        {
            await Console.Error.WriteLineAsync($"bench: {e.Message}");
            return 1;
        }
    }

    private static void Measure(Stage stage, string file, string[] suites)
    {
        stage.Prepare();
        double before = Machine.Load();
        BenchResult result = new() { Uid = ProcessIdentity.Uid, LoadBefore = before, LoadAfter = before };
        foreach (string suite in suites)
        {
            Console.Error.WriteLine($"bench: uid {result.Uid}: {suite}");
            result = suite switch
            {
                "executor" => result with { Executor = ExecutorSuite.Measure(stage) },
                "syscalls" => result with { Syscalls = SyscallSuite.Measure(stage) },
                "stress" => result with { Stress = StressSuite.Measure(stage) },
                "end-to-end" => result with { EndToEnd = EndToEndSuite.Measure(stage) },
                "memory" => result with { Memory = MemorySuite.Measure(stage) },
                "network" => result with { Network = NetworkSuite.Measure(stage) },
                "git" => result with { Git = GitSuite.Measure(stage) },
                "vm" => result with { Vm = VmSuite.Measure(stage) },
                "backends" => result with { Backends = BackendSuite.Measure(stage) },
                "generate" => result with { Generate = GenerateSuite.Measure(stage) },
                "join" => result with { Join = JoinSuite.Measure(stage) },
                _ => throw new BenchException($"no suite is called {suite}: executor, join, syscalls, stress, end-to-end, memory, network, git, vm, backends, generate"),
            };
        }

        ResultFile.Write(file, result with { LoadAfter = Machine.Load() });
    }

    private static async Task WriteAsync(Stage stage, string page, string[] results)
    {
        IReadOnlyList<BenchResult> read = [.. results.Select(ResultFile.Read)];
        string text = Report.Render(read, await Peers.VersionsAsync(stage), TimeProvider.System.GetUtcNow());
        await File.WriteAllTextAsync(page, text);
        foreach (Target target in Targets.Of(read))
        {
            await Console.Out.WriteLineAsync($"bench: {(target.Met ? "met" : "MISSED")}: {string.Join(", ", target.Row().Take(3))}");
        }
    }
}
