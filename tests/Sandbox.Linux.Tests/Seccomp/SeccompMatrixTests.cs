using Sandbox.Linux.Seccomp;
using static Sandbox.Linux.Tests.Seccomp.Answers;

namespace Sandbox.Linux.Tests.Seccomp;

/// <summary>Every number through every door (PR-04, PR-06, PR-07, PR-08). The lists are numbers, so that they owe nothing to the table.</summary>
public sealed class SeccompMatrixTests
{
    private const uint X32Bit = 0x40000000;
    private const uint I386 = 0x40000003;
    private const uint Aarch64 = 0xC00000B7;

    private static readonly HashSet<uint> AlwaysRefused =
    [
        103, 134, 136, 139, 153, 154, 156, 159, 163, 164, 167, 168, 169, 172, 173, 174, 175, 176, 177, 178, 179, 180, 212, 227, 237, 238, 246,
        248, 249, 250, 256, 278, 279, 298, 300, 301, 303, 304, 305, 313, 320, 321, 323, 425, 426, 427, 440, 443, 447, 450, 460,
    ];

    private static readonly HashSet<uint> RefusedUnlessNested =
    [
        155, 161, 165, 166, 170, 171, 308, 428, 429, 430, 431, 432, 433, 442, 457, 458, 467,
    ];

    private static readonly HashSet<uint> RefusedUnlessDebugging = [101, 310, 311, 312, 438];

    private static readonly HashSet<uint> AlwaysMissing = [435, 437];

    public static TheoryData<bool, bool> AllProfiles => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void Every_native_number_gets_its_answer(bool nested, bool debugging)
    {
        var filter = Filter(nested, debugging);
        for (uint number = 0; number < 1024; number++)
        {
            Assert.True(Expected(number, nested, debugging) == filter.Run(number, 0, 0, 0, 0, 0, 0), $"{number} {SyscallTable.Name(number)}");
        }
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void No_x32_number_exists(bool nested, bool debugging)
    {
        var filter = Filter(nested, debugging);
        for (uint number = 0; number < 1024; number++)
        {
            Assert.Equal(Enosys, filter.Run(number | X32Bit, 0, 0, 0, 0, 0, 0));
            Assert.Equal(Enosys, filter.Run(number | X32Bit | 0x80000000, 0, 0, 0, 0, 0, 0));
        }

        Assert.Equal(Enosys, filter.Run(uint.MaxValue));
        Assert.Equal(Enosys, filter.Run(0x80000000));
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void Entering_by_another_architecture_kills(bool nested, bool debugging)
    {
        var filter = Filter(nested, debugging);
        for (uint number = 0; number < 1024; number++)
        {
            Assert.Equal(Kill, filter.RunFrom(I386, number, 0, 0, 0, 0, 0, 0));
            Assert.Equal(Kill, filter.RunFrom(I386, number | X32Bit, 0, 0, 0, 0, 0, 0));
            Assert.Equal(Kill, filter.RunFrom(Aarch64, number, 0, 0, 0, 0, 0, 0));
            Assert.Equal(Kill, filter.RunFrom(0, number, 0, 0, 0, 0, 0, 0));
        }
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void A_refusal_without_conditions_holds_whatever_the_arguments(bool nested, bool debugging)
    {
        var filter = Filter(nested, debugging);
        var random = new Random(7);
        foreach (var number in AlwaysRefused.Concat(AlwaysMissing))
        {
            for (var round = 0; round < 50; round++)
            {
                var arguments = Enumerable.Range(0, 6).Select(_ => (ulong)random.NextInt64()).ToArray();
                Assert.Equal(Expected(number, nested, debugging), filter.Run(number, arguments));
            }
        }
    }

    [Fact]
    public void Nothing_but_a_gap_in_the_table_is_missing_without_a_rule()
    {
        var filter = Filter(nested: false, debugging: false);
        var missing = Enumerable.Range(0, 470).Where(number => filter.Run((uint)number, 0, 0, 0, 0, 0, 0) == Enosys);

        Assert.Equal([.. Enumerable.Range(337, 87), 435, 437], missing);
    }

    [Fact]
    public void The_program_is_short_and_hot_calls_take_few_steps()
    {
        foreach (var (nested, debugging) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            var filter = Filter(nested, debugging);
            Assert.InRange(filter.Length, 100, 249);
            for (uint number = 0; number < 1024; number++)
            {
                filter.Run(number, 0, 0, 0, 0, 0, 0);
                Assert.InRange(filter.Steps, 3, 20);
            }

            foreach (var hot in new uint[] { 0, 1, 2, 3, 9, 202, 232, 257, 262 })
            {
                filter.Run(hot, 0, 0, 0, 0, 0, 0);
                Assert.InRange(filter.Steps, 3, 14);
            }
        }
    }

    private static BpfInterpreter Filter(bool nested, bool debugging) =>
        new(SeccompFilter.Build(Profiles.Default with { AllowNestedUserNamespaces = nested, AllowDebugging = debugging }));

    // With all arguments zero: socket and socketpair see AF_UNSPEC, ioprio_set no kind of target, everything else that is looked at sees nothing to refuse.
    private static uint Expected(uint number, bool nested, bool debugging) => number switch
    {
        _ when AlwaysRefused.Contains(number) => Eperm,
        _ when RefusedUnlessNested.Contains(number) => nested ? Allow : Eperm,
        _ when RefusedUnlessDebugging.Contains(number) => debugging ? Allow : Eperm,
        _ when AlwaysMissing.Contains(number) => Enosys,
        41 or 53 => Eafnosupport,
        251 => Eperm,
        > 336 and < 424 => Enosys,
        > 469 => Enosys,
        _ => Allow,
    };
}
