using Sandbox.Core.Planning;
using Sandbox.Core.Plans;

namespace Sandbox.Backends.Tests.Mitigations;

/// <summary>The rules that are planned for an older kernel, on this one.</summary>
public sealed class OlderLandlockTests
{
    private const string Work =
        "cd /work && echo a > f && mkdir a b && mv f a/ && mv a/f b/ && ln b/f g && echo more >> g && : > g && rm g b/f && rmdir a b && mkfifo p && rm p && ln -s x l && rm l && " +
        "(echo x > /data/new) 2>/dev/null || echo held";

    public static TheoryData<int, Identity> Rows
    {
        get
        {
            TheoryData<int, Identity> rows = [];
            foreach (Identity identity in Identity.Available)
            {
                for (int abi = LandlockPart.FirstAbi; abi <= 5; abi++)
                {
                    rows.Add(abi, identity);
                }
            }

            return rows;
        }
    }

    [TheoryWithin(60), MemberData(nameof(Rows))]
    public void The_rules_of_an_older_kernel_hold_and_no_work_notices(int abi, Identity identity)
    {
        using TempDirectory shared = TempDirectory.CreateFor(identity);
        AttackRun.Fill(identity, shared);
        AttackPlan plan = AttackRun.Plan(identity, shared.Path, Work);

        // Only the rules are in the way of the last write, and only until they are gone.
        plan = plan.With(p => p with { LandlockScopes = false, LandlockFiles = LandlockPart.Of(p.Mounts, abi, nested: false, identity.UserId) });
        plan = plan.Mounts(m => m is BindMount { Target: "/data" } bind ? bind with { Writable = true } : m);
        Assert.Equal("held\n", AttackRun.Run(identity, plan).ExpectExit().OutputText);
        Assert.Empty(AttackRun.Run(identity, plan.With(p => p with { LandlockFiles = null })).ExpectExit().OutputText);
    }
}
