using Sandbox.Cli.Output;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Cli.Tests.Output;

/// <summary>The plan says how far the second floor reaches.</summary>
public sealed class LandlockWordsTests
{
    private const string Places = "written only below /proc, /dev, /tmp, /var/tmp, /run, /home/ada, /work/app";

    [Theory]
    [InlineData(0, "none (this kernel has no Landlock ABI 2): the mounts alone decide")]
    [InlineData(1, "none (this kernel has no Landlock ABI 2): the mounts alone decide")]
    [InlineData(2, Places + "; truncation and device control are not covered on this kernel")]
    [InlineData(4, Places + "; device control is not covered on this kernel")]
    [InlineData(5, Places)]
    public void What_an_older_kernel_lacks_is_said(int abi, string words)
    {
        Machine machine = Machines.Debian();
        machine.LandlockAbi = abi;
        Assert.Contains($"  landlock files {words}\n", PlanTable.Render(machine.Plan("--network", "none")), StringComparison.Ordinal);
    }

    [Fact]
    public void With_nested_user_namespaces_there_is_none_and_the_plan_says_why() =>
        Assert.Contains(
            "  landlock files none (--allow-nested-userns: it would refuse every mount inside)\n",
            PlanTable.Render(Machines.Debian().Plan(p => p with { AllowNestedUserNamespaces = true })),
            StringComparison.Ordinal);
}
