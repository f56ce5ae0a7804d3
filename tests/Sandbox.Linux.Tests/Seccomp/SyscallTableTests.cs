using Sandbox.Linux.Seccomp;

namespace Sandbox.Linux.Tests.Seccomp;

public sealed class SyscallTableTests
{
    [Fact]
    public void The_table_ends_with_linux_6_18() => Assert.Equal(469, SyscallTable.HighestKnown);

    [Fact]
    public void Names_and_numbers_are_inverse()
    {
        Assert.Equal(383, SyscallTable.All.Count());
        foreach (var (number, name) in SyscallTable.All)
        {
            Assert.Equal(number, SyscallTable.Number(name));
            Assert.Equal(name, SyscallTable.Name((uint)number));
        }
    }

    [Fact]
    public void The_gap_between_the_old_and_the_common_numbers_has_no_names()
    {
        for (uint number = 337; number < 424; number++)
        {
            Assert.Null(SyscallTable.Name(number));
        }

        Assert.Equal("uprobe", SyscallTable.Name(336));
        Assert.Equal("pidfd_send_signal", SyscallTable.Name(424));
        Assert.Null(SyscallTable.Name(470));
        Assert.Null(SyscallTable.Name(uint.MaxValue));
    }

    [Fact]
    public void An_unknown_name_is_an_error() => Assert.Throws<ArgumentException>(() => SyscallTable.Number("listns"));

    // asm/unistd_64.h of Debian 12 ends at 450; these were added from 6.5 to 6.18.
    [Theory]
    [InlineData("cachestat", 451)]
    [InlineData("fchmodat2", 452)]
    [InlineData("map_shadow_stack", 453)]
    [InlineData("futex_requeue", 456)]
    [InlineData("statmount", 457)]
    [InlineData("listmount", 458)]
    [InlineData("lsm_set_self_attr", 460)]
    [InlineData("mseal", 462)]
    [InlineData("setxattrat", 463)]
    [InlineData("open_tree_attr", 467)]
    [InlineData("file_setattr", 469)]
    public void Numbers_newer_than_the_headers_are_as_the_kernel_assigned_them(string name, int number) =>
        Assert.Equal(number, SyscallTable.Number(name));
}
