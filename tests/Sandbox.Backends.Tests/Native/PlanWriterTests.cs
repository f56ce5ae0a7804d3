using System.Runtime.InteropServices;
using Sandbox.Backends.Native;
using Sandbox.Executor.Plan;

namespace Sandbox.Backends.Tests.Native;

/// <summary>The layout of a plan's bytes.</summary>
public sealed class PlanWriterTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 8)]
    [InlineData(7, 8)]
    [InlineData(8, 8)]
    [InlineData(9, 16)]
    public void Tables_begin_at_the_next_multiple_of_8_and_the_gap_is_zero(int before, int expected)
    {
        PlanWriter writer = new();
        _ = writer.Data(Enumerable.Repeat((byte)0xEE, before).ToArray());
        Assert.Equal((uint)expected, writer.Reserve<ulong>(2));
        byte[] bytes = writer.Finish();
        Assert.Equal(expected + 16 + 1, bytes.Length);
        Assert.All(bytes[before..], b => Assert.Equal(0, b));
    }

    [Fact]
    public void Data_follows_without_a_gap()
    {
        PlanWriter writer = new();
        Assert.Equal((0u, 3u, 8u), (writer.Data("abc"u8), writer.Data("defgh"u8), writer.Data("i"u8)));
        Assert.Equal("abcdefghi\0"u8.ToArray(), writer.Finish());
    }

    [Fact]
    public void The_same_text_is_stored_once_and_other_data_never_shared()
    {
        PlanWriter writer = new();
        uint first = writer.Text("same");
        Assert.Equal(first, writer.Text("same"));
        Assert.NotEqual(first, writer.Text("Same"));
        Assert.NotEqual(first, writer.Data("same\0"u8));
    }

    [Fact]
    public void A_value_is_written_where_it_was_reserved()
    {
        PlanWriter writer = new();
        uint table = writer.Reserve<PlanRlimit>(2);
        _ = writer.Text("after");
        writer.Set(table, new PlanRlimit { Resource = 1, Soft = 2, Hard = 3 }, 1);
        Assert.Equal([0UL, 0, 0, 1, 2, 3], MemoryMarshal.Cast<byte, ulong>(writer.Finish().AsSpan(0, 48)).ToArray());
    }

    [Fact]
    public void A_table_of_strings_ends_in_zero()
    {
        PlanWriter writer = new();
        uint table = writer.Table([17, 23]);
        Assert.Equal([17UL, 23, 0], MemoryMarshal.Cast<byte, ulong>(writer.Finish().AsSpan((int)table, 24)).ToArray());
        Assert.Equal(8 + 1, EmptyTable().Length);
    }

    [Fact]
    public void Random_sequences_never_overlap_and_always_align()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        for (int round = 0; round < 200; round++)
        {
            PlanWriter writer = new();
            uint end = 0;
            for (int step = 0; step < 50; step++)
            {
                int length = random.Next(20);
                bool aligned = random.Next(2) == 0;
                uint at = aligned ? writer.Aligned(new byte[length]) : writer.Data(new byte[length]);
                Assert.True(at >= end && at < end + 8 && (!aligned || at % 8 == 0), $"seed {seed}, round {round}, step {step}");
                end = at + (uint)length;
                Assert.Equal(end, writer.Length);
            }
        }
    }

    private static byte[] EmptyTable()
    {
        PlanWriter writer = new();
        _ = writer.Table([]);
        return writer.Finish();
    }
}
