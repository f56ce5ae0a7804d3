using Sandbox.Backends.Host;
using Sandbox.Backends.Nspawn;
using Sandbox.Backends.Tests.Native;
using Sandbox.Core.Plans;

namespace Sandbox.Backends.Tests.Nspawn;

/// <summary>Whom a container runs as on the host.</summary>
public sealed class PrivateIdsTests
{
    private const uint Range = 65536;

    [Theory]
    [InlineData(0U)]
    [InlineData(1U)]
    [InlineData(28_663U)]
    [InlineData(uint.MaxValue)]
    public void A_range_is_one_of_those_set_aside_for_containers(uint number)
    {
        uint first = PrivateIds.Base(number, static _ => false);
        Assert.Equal(0U, first % Range);
        Assert.InRange(first, 0x80000U, 0x6FFF_0000U);
    }

    [Fact]
    public void A_range_that_somebody_has_is_passed_over()
    {
        uint first = PrivateIds.Base(5, static _ => false);
        Assert.Equal(first + Range, PrivateIds.Base(5, id => id == first));
    }

    [Fact]
    public void After_the_last_range_comes_the_first() =>
        Assert.Equal(0x80000U, PrivateIds.Base(((0x7000_0000U - 0x80000U) / Range) - 1, static id => id == 0x6FFF_0000));

    [Fact]
    public void Without_any_range_left_nothing_is_made_up() =>
        Assert.Throws<InvalidOperationException>(() => PrivateIds.Base(0, static _ => true));

    [Theory]
    [InlineData("eve:x:524999:100::/:/bin/sh", true)]
    [InlineData("eve:x:524287:100::/:/bin/sh", false)]
    [InlineData("eve:x:589824:100::/:/bin/sh", false)]
    public void Users_of_this_machine_keep_their_ids(string line, bool taken)
    {
        FakeHostFiles files = new(("/etc/passwd", line + "\n"));
        Assert.Equal(taken, UserRanges.IsTaken(files, 524288));
    }

    [Theory]
    [InlineData("eve:500000:30000", true)]
    [InlineData("eve:500000:24288", false)]
    [InlineData("eve:589823:1", true)]
    [InlineData("# nothing", false)]
    public void So_do_the_ranges_that_are_lent_to_users(string line, bool taken)
    {
        FakeHostFiles files = new(("/etc/subuid", line + "\n"));
        Assert.Equal(taken, UserRanges.IsTaken(files, 524288));
    }

    [Fact]
    public void Who_is_known_to_a_service_by_its_id_keeps_it()
    {
        Assert.Null(PrivateIds.Obstacle(SamplePlan.Bare));
        Assert.Equal("ssh-agent knows you by your id", PrivateIds.Obstacle(SamplePlan.Bare with { Forwards = [new PlannedForward("ssh-agent", "x", "y")] }));
        Assert.NotNull(PrivateIds.Obstacle(SamplePlan.Bare with { Uid = 65536 }));
        Assert.NotNull(PrivateIds.Obstacle(SamplePlan.Bare with { Gid = 65536 }));
    }
}
