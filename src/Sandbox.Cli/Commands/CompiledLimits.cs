using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Cli.Commands;

/// <summary>A compiled plan has no launcher to make a control group: it has the rlimits alone, and a limit that was asked for is refused.</summary>
internal static class CompiledLimits
{
    /// <exception cref="SandboxException">CS102: --memory, --cpus or --require-limits was given.</exception>
    public static LaunchPlan Of(LaunchPlan plan, LimitsPolicy limits, HostFacts facts)
    {
        if (limits.Required || limits.Cpus is not (null or LimitWords.None) || limits.Memory is not (null or LimitWords.None))
        {
            throw new SandboxException(
                ErrorCode.InvalidPolicy, "a compiled plan has no launcher to make its control group: leave out --memory, --cpus and --require-limits, or run it through claude-sandbox");
        }

        ResourcePlan alone = LimitsPart.Of(limits, facts with { Cgroups = CgroupFacts.Nowhere });
        return plan with { Resources = alone, Limits = LimitsPart.Rlimits(alone, facts) };
    }
}
