using Sandbox.Executor.Tests.Fakes;
using Xunit.Abstractions;

namespace Sandbox.Executor.Tests.Plans;

/// <summary>
/// A damaged plan is refused or leads nowhere outside itself. Plans lie before an inaccessible page, so that a read
/// behind the end ends the test run; what execve gets must lie inside.
/// </summary>
public sealed class PlanDamageTests(ITestOutputHelper output)
{
    private const int Mutations = 20_000;

    [FactWithin(20)]
    public void A_plan_that_was_cut_at_any_byte_is_refused()
    {
        byte[] plan = SamplePlans.Everything().Build();
        for (int length = 0; length < plan.Length; length++)
        {
            using FakeKernel kernel = new() { Plan = plan[..length] };
            Assert.Equal(125, kernel.Launch().ExitCode);
            Assert.DoesNotContain(kernel.Calls, c => c.Is("clone"));
        }
    }

    [FactWithin(20)]
    public void A_plan_that_was_cut_and_says_so_is_refused()
    {
        byte[] plan = SamplePlans.Everything().Build();
        // The last byte is only there so that every string ends.
        for (int length = 96; length < plan.Length - 1; length++)
        {
            byte[] cut = plan[..length];
            BitConverter.TryWriteBytes(cut.AsSpan(24), (ulong)length);
            cut[^1] = 0;
            Assert.False(GuardedPlan.IsSound(cut), $"cut at {length} of {plan.Length}");
        }
    }

    [FactWithin(60)]
    public void A_damaged_plan_is_refused_or_stays_within_its_bounds()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        int started = Run(seed);
        output.WriteLine($"{started} of {Mutations} were sound");
        Assert.InRange(started, Mutations / 5, Mutations * 4 / 5);
    }

    [FactWithin(60)]
    public void A_damaged_plan_of_a_known_seed_is_refused_or_stays_within_its_bounds() => Run(20260701);

    private static int Run(int seed)
    {
        byte[] plan = SamplePlans.Everything().Build();
        Mutation mutation = new(seed);
        int started = 0;
        for (int i = 0; i < Mutations / 2; i++)
        {
            byte[] damaged = mutation.Of(plan);
            if (GuardedPlan.IsSound(damaged))
            {
                started++;
                Launch(damaged, $"mutation {i} of seed {seed}");
            }
        }

        return started * 2;
    }

    private static void Launch(byte[] plan, string which)
    {
        using FakeKernel kernel = new() { Plan = plan };
        ProcessEnd end = kernel.Launch();
        Assert.True(end.Executed is not null || end.ExitCode is 125 or 126 or 127, which);
        Assert.True(kernel.StrayPointers == 0, $"{which} gave execve {kernel.StrayPointers} pointers that lead out of the plan");
    }
}
