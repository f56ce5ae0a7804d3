using System.Collections.Concurrent;
using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;
using Xunit.Abstractions;

namespace Sandbox.Executor.Tests.Failing;

/// <summary>Every call of a launch fails with every likely error: the command never runs less confined than planned (LR-12).</summary>
public sealed class FaultInjectionTests(ITestOutputHelper output)
{
    /// <param name="Whole">The confinement of the same launch without the failure.</param>
    private sealed record Injection(KernelCall Call, int Error, ProcessEnd End, IReadOnlyList<KernelCall> Calls, string Whole)
    {
        public override string ToString() => $"{Call.Index}: {Call.Text} with E{Symbols.Value("E", Error)}";
    }

    private static readonly Lazy<Injection[]> All = new(() => InjectAll(SamplePlans.EverythingKernel, k => k.Launch()));
    private static readonly Lazy<Injection[]> File = new(() => InjectAll(SamplePlans.EverythingFileKernel, k => k.LaunchFile()));

    [FactWithin(60)]
    public void The_command_runs_after_a_failure_only_if_the_failure_is_on_the_list()
    {
        output.WriteLine(string.Join('\n', Tolerated.List));
        Assert.Empty(Started().Where(i => !Tolerated.List.Any(t => t.Allows(i.Call, i.Error))).Select(i => i.ToString()));
    }

    [FactWithin(60)]
    public void The_command_that_runs_after_a_tolerated_failure_is_confined_exactly_as_without_it() =>
        Assert.Empty(Started()
            .Where(i => i.End.Executed!.Confinement != i.Whole && !Tolerated.List.Any(t => t.Differs && t.Allows(i.Call, i.Error)))
            .Select(i => $"{i}\n{i.End.Executed!.Confinement}"));

    [FactWithin(60)]
    public void Nothing_is_on_the_list_that_never_happens() =>
        Assert.Empty(Tolerated.List.Where(t => !Started().Any(i => t.Allows(i.Call, i.Error))).Select(t => t.ToString()));

    [FactWithin(60)]
    public void Every_other_failure_ends_with_125_or_for_the_command_itself_126() =>
        Assert.Empty(All.Value.Concat(File.Value)
            .Where(i => i.End.Executed is null && i.End.ExitCode != (i.Call.Is("execve") ? i.Error is 2 or 20 ? 127 : 126 : 125))
            .Select(i => $"{i} ended with {i.End.ExitCode}"));

    [FactWithin(60)]
    public void Every_other_failure_is_reported_once_by_step_and_as_the_last_thing()
    {
        foreach (Injection i in All.Value.Where(i => i.End.Executed is null))
        {
            string[] records = [.. i.Calls.Where(c => c.Text.StartsWith("write(<status>, Error", StringComparison.Ordinal)).Select(c => c.Text)];
            Assert.True(records.Length == 1 && i.Calls[^2].Text == records[0] && i.Calls[^1].Is("exit_group"), $"{i}: {string.Join('\n', records)}");
            Assert.DoesNotMatch(@"Error (None|\d+) ", records[0]);
        }
    }

    [FactWithin(60)]
    public void The_error_that_is_reported_is_the_one_that_happened()
    {
        // A check that was not answered as it must be reports EPERM; a search of PATH that found nothing ENOENT.
        string[] checks = ["prctl(CAPBSET_", "prctl(GET_", "execve(", "statfs("];
        foreach (Injection i in All.Value.Where(i => i.End.Executed is null && !Array.Exists(checks, c => i.Call.Text.StartsWith(c, StringComparison.Ordinal))))
        {
            bool laterNoticed = i.Error is 2 or 17;
            Assert.True(laterNoticed || i.Calls[^2].Text.Split(' ')[3].TrimEnd(')') == $"{i.Error}", $"{i}: {i.Calls[^2].Text}");
        }
    }

    [FactWithin(60)]
    public void Every_call_was_made_to_fail()
    {
        output.WriteLine($"{All.Value.Length} launches of {All.Value.Max(i => i.Call.Index) + 1} calls, {File.Value.Length} from a plan file");
        Assert.True(All.Value.Length > 3000);
    }

    private static IEnumerable<Injection> Started() => All.Value.Concat(File.Value).Where(i => i.End.Executed is not null);

    private static Injection[] InjectAll(Func<FakeKernel> make, Func<FakeKernel, ProcessEnd> launch)
    {
        using FakeKernel whole = make();
        string confinement = launch(whole).Executed!.Confinement;
        ConcurrentBag<Injection> injections = [];
        Parallel.ForEach(whole.Calls, new ParallelOptions { MaxDegreeOfParallelism = 2 }, call =>
        {
            foreach (int error in Tolerated.Injected)
            {
                using FakeKernel kernel = make().Script(c => c.Index == call.Index, -error);
                injections.Add(new Injection(call, error, launch(kernel), kernel.Calls, confinement));
            }
        });
        return [.. injections.OrderBy(i => i.Call.Index).ThenBy(i => i.Error)];
    }
}
