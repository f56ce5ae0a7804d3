using Sandbox.Core.Planning;
using Sandbox.Core.Plans;

namespace Sandbox.Backends.Tests.Vm;

/// <summary>How many processors a machine has.</summary>
public sealed class MachineSizeTests
{
    [Theory]
    [InlineData(null, true, 16, 4)]
    [InlineData(null, true, 2, 2)]
    [InlineData(null, false, 16, 1)]
    [InlineData(200, false, 16, 2)]
    [InlineData(150, true, 16, 2)]
    [InlineData(25, true, 16, 1)]
    public void It_is_what_was_asked_for_else_what_is_fastest(int? hundredths, bool accelerated, int host, int expected) =>
        Assert.Equal(expected, MachineLimits.Processors(ResourcePlan.Unlimited with { Cpus = hundredths }, accelerated, host));
}
