using Sandbox.Linux.Seccomp;
using static Sandbox.Linux.Tests.Seccomp.Answers;

namespace Sandbox.Linux.Tests.Seccomp;

/// <summary>The calls whose arguments decide (PR-05, PR-12, PR-13, PR-14, FS-13), over their corner cases and with a dirty high half.</summary>
public sealed class SeccompArgumentTests
{
    private const ulong HighHalf = 0xDEADBEEF_00000000;

    private static readonly BpfInterpreter Default = new(SeccompFilter.Build(Profiles.Default));
    private static readonly BpfInterpreter Debug = new(SeccompFilter.Build(Profiles.Debug));
    private static readonly BpfInterpreter Nested = new(SeccompFilter.Build(Profiles.Nested));
    private static readonly BpfInterpreter Root = new(SeccompFilter.Build(Profiles.Root));

    private static readonly ulong[] OtherPids = [0, 2, 3, 0x101, 0x10001, 4194304, 0x7FFFFFFF, 0x80000001, 0xFFFFFFFF];

    [Fact]
    public void Clone_with_any_namespace_flag_is_refused_and_with_no_other()
    {
        for (var bit = 0; bit < 32; bit++)
        {
            var flag = 1UL << bit;
            var isNamespace = bit is 17 or (>= 25 and <= 30);
            Same(Default, isNamespace ? Eperm : Allow, 56, flag | 17, 0, 0, 0, 0);
            Same(Nested, Allow, 56, flag | 17, 0, 0, 0, 0);
        }
    }

    [Fact]
    public void Clone_takes_the_flags_that_threads_and_fork_use()
    {
        Same(Default, Allow, 56, 0x3D0F00, 0, 0, 0, 0);
        Same(Default, Allow, 56, 0x1200011, 0, 0, 0, 0);
        Same(Default, Allow, 56, 0x4111, 0, 0, 0, 0);
    }

    [Fact]
    public void The_exit_signal_of_clone_is_no_time_namespace()
    {
        Same(Default, Allow, 56, 0x80, 0, 0, 0, 0);
        Same(Default, Eperm, 272, 0x80);
    }

    [Fact]
    public void Unshare_takes_only_flags_that_are_known_to_be_harmless()
    {
        for (var bit = 0; bit < 32; bit++)
        {
            var harmless = bit is >= 8 and <= 11 or 16 or 18;
            Same(Default, harmless ? Allow : Eperm, 272, 1UL << bit);
            Same(Nested, Allow, 272, 1UL << bit);
        }

        Same(Default, Allow, 272, 0);
        Same(Default, Eperm, 272, 0x10000000 | 0x400);
    }

    [Fact]
    public void A_flag_in_the_high_half_hides_nothing()
    {
        Assert.Equal(Eperm, Default.Run(272, 0x10000000UL | (1UL << 40)));
        Assert.Equal(Eperm, Default.Run(16, 0, 0x1_00005412));
        Assert.Equal(Allow, Default.Run(41, 0xFFFFFFFF_00000001, 1, 0));
    }

    [Fact]
    public void Socket_takes_only_the_families_types_and_protocols_of_the_list()
    {
        ulong[] types = [.. Enumerable.Range(0, 16).Select(type => (ulong)type)];
        ulong[] protocols = [.. Enumerable.Range(0, 300).Select(protocol => (ulong)protocol), 0xFFFFFFFF];
        for (ulong family = 0; family < 64; family++)
        {
            foreach (var type in types)
            {
                foreach (var protocol in protocols)
                {
                    var expected = ExpectedSocket(family, type, protocol);
                    Same(Default, expected, 41, family, type | 0x80800, protocol);
                    Same(Nested, expected, 41, family, type, protocol);
                }
            }
        }

        Same(Default, Eafnosupport, 41, 0xFFFFFFFF, 1, 0);
        Same(Default, Eafnosupport, 41, 0x10001, 1, 0);
    }

    [Fact]
    public void Socketpair_is_for_unix_only()
    {
        for (ulong family = 0; family < 64; family++)
        {
            Same(Default, family == 1 ? Allow : Eafnosupport, 53, family, 1, 0, 0);
        }
    }

    [Fact]
    public void Ioctl_refuses_the_terminal_requests_and_the_console_range_only()
    {
        for (ulong request = 0; request < 0x10000; request++)
        {
            var refused = request is 0x540C or 0x5412 or 0x541C or 0x541D or 0x5423 || request >> 8 is 0x4B or 0x56;
            Same(Default, refused ? Eperm : Allow, 16, 0, request, 0);
        }

        foreach (var request in new ulong[] { 0x80045430, 0x40045431, 0x80044B47, 0xC0104B00, 0x80685600, 0xC058560F, 0xFFFFFFFF })
        {
            Same(Default, Allow, 16, 0, request, 0);
        }
    }

    [Fact]
    public void Personality_is_the_plain_one_or_the_question()
    {
        for (var bit = 0; bit < 32; bit++)
        {
            Same(Default, Eperm, 135, 1UL << bit);
            Same(Debug, bit == 18 ? Allow : Eperm, 135, 1UL << bit);
        }

        foreach (var filter in new[] { Default, Debug })
        {
            Same(filter, Allow, 135, 0);
            Same(filter, Allow, 135, 0xFFFFFFFF);
            Same(filter, Eperm, 135, 0x40008);
        }
    }

    [Fact]
    public void A_filter_may_be_added_but_not_with_a_listener()
    {
        Same(Default, Allow, 317, 1, 0, 0);
        Same(Default, Allow, 317, 1, 1, 0);
        Same(Default, Eperm, 317, 1, 8, 0);
        Same(Default, Eperm, 317, 1, 0x3F, 0);
    }

    [Theory]
    [InlineData(90, 1)]
    [InlineData(91, 1)]
    [InlineData(268, 2)]
    [InlineData(452, 2)]
    [InlineData(85, 1)]
    [InlineData(83, 1)]
    [InlineData(258, 2)]
    [InlineData(133, 1)]
    [InlineData(259, 2)]
    public void A_mode_with_a_set_id_bit_is_refused(uint number, int position)
    {
        for (uint mode = 0; mode < 0x1000; mode++)
        {
            var arguments = new ulong[6];
            arguments[position] = mode;
            Same(Default, (mode & 0x800) != 0 ? Eperm : Allow, number, arguments);
            Same(Root, (mode & 0xC00) != 0 ? Eperm : Allow, number, arguments);
        }
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(257, 2)]
    public void Open_looks_at_the_mode_only_when_it_creates(uint number, int flags)
    {
        foreach (var flag in new ulong[] { 0, 1, 2, 0x40, 0x42, 0x241, 0x400000, 0x410002, 0x80000, 0x10000, 0xFFFFFFFF, 0xFFBFFFBF })
        {
            foreach (var mode in new ulong[] { 0, 0x1A4, 0x800, 0x9ED, 0x400, 0x5ED, 0xFFFFFFFF })
            {
                var arguments = new ulong[6];
                arguments[flags] = flag;
                arguments[flags + 1] = mode;
                var creates = (flag & 0x400040) != 0;
                Same(Default, creates && (mode & 0x800) != 0 ? Eperm : Allow, number, arguments);
                Same(Root, creates && (mode & 0xC00) != 0 ? Eperm : Allow, number, arguments);
            }
        }
    }

    [Theory]
    [InlineData(133, 1)]
    [InlineData(259, 2)]
    public void Mknod_makes_files_pipes_and_sockets_but_no_devices(uint number, int position)
    {
        foreach (var (type, expected) in new[]
        {
            (0UL, Allow), (0x8000UL, Allow), (0x1000UL, Allow), (0xC000UL, Allow), (0x2000UL, Eperm), (0x6000UL, Eperm),
        })
        {
            var arguments = new ulong[6];
            arguments[position] = type | 0x1A4;
            Same(Default, expected, number, arguments);
            Same(Nested, expected, number, arguments);
        }
    }

    [Theory]
    [InlineData(142)]
    [InlineData(144)]
    [InlineData(203)]
    [InlineData(302)]
    [InlineData(314)]
    public void Scheduling_and_limits_are_anybodys_but_those_of_init(uint number)
    {
        foreach (var filter in new[] { Default, Debug, Nested, Root })
        {
            Same(filter, Eperm, number, 1, 0, 0, 0);
            Same(filter, Eperm, number, 1, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF);
            foreach (var pid in OtherPids)
            {
                Same(filter, Allow, number, pid, 1, 1, 1);
            }
        }
    }

    [Theory]
    [InlineData(141, 0)]
    [InlineData(251, 1)]
    public void Priorities_are_set_for_one_process_that_is_not_init(uint number, ulong process)
    {
        foreach (var filter in new[] { Default, Debug, Nested, Root })
        {
            foreach (var which in new ulong[] { 0, 1, 2, 3, 4, 0x100, 0x7FFFFFFF, 0xFFFFFFFF })
            {
                Same(filter, Eperm, number, which, 1, 1);
                foreach (var who in OtherPids)
                {
                    Same(filter, which == process ? Allow : Eperm, number, which, who, 1);
                }
            }
        }
    }

    private static uint ExpectedSocket(ulong family, ulong type, ulong protocol) => family switch
    {
        1 => Allow,
        2 or 10 => type is 1 or 2 && protocol is 0 or 1 or 6 or 17 or 58 ? Allow : Eperm,
        16 => protocol == 0 ? Allow : Eafnosupport,
        _ => Eafnosupport,
    };

    // The kernel drops the high half of all these arguments, so it must not matter.
    private static void Same(BpfInterpreter filter, uint expected, uint number, params ulong[] arguments)
    {
        Assert.Equal(expected, filter.Run(number, arguments));
        Assert.Equal(expected, filter.Run(number, [.. arguments.Select(argument => argument | HighHalf)]));
    }
}
