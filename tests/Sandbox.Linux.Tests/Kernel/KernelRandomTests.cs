using Sandbox.Linux.Kernel;

namespace Sandbox.Linux.Tests.Kernel;

public sealed class KernelRandomTests
{
    [Theory, InlineData(1), InlineData(16), InlineData(256)]
    public void As_many_bytes_come_as_were_asked_for(int count) => Assert.Equal(count, KernelRandom.Bytes(count).Length);

    [Fact]
    public void No_two_of_a_thousand_are_the_same() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => Convert.ToHexString(KernelRandom.Bytes(16))).Distinct(StringComparer.Ordinal).Count());

    [Theory, InlineData(0), InlineData(-1), InlineData(257)]
    public void Other_counts_are_refused(int count) => Assert.Throws<ArgumentOutOfRangeException>(() => KernelRandom.Bytes(count));
}
