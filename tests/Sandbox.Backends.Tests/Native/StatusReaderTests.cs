using System.Runtime.InteropServices;
using Sandbox.Backends.Native;
using Sandbox.Executor.Plan;
using Sandbox.Linux.Files;
using Xunit.Abstractions;

namespace Sandbox.Backends.Tests.Native;

/// <summary>A pipe keeps no borders: records are cut out of whatever arrives.</summary>
public sealed class StatusReaderTests(ITestOutputHelper output)
{
    [Fact]
    public void Nothing_gives_nothing() => Assert.False(new StatusReader().TryTake(out _));

    [Fact]
    public void A_record_without_a_path_has_none()
    {
        StatusReader reader = new();
        reader.Add(Bytes(new ExecutorStatus(StatusKind.Started, Step.None, 2, null)));
        Assert.True(reader.TryTake(out ExecutorStatus status));
        Assert.Equal(new ExecutorStatus(StatusKind.Started, Step.None, 2, null), status);
        Assert.False(reader.TryTake(out _));
    }

    [Fact]
    public void A_path_keeps_bytes_that_are_not_text()
    {
        StatusReader reader = new();
        ExecutorStatus error = new(StatusKind.Error, Step.OpenSource, 2, "/a\udcff\n\u00e4");
        reader.Add(Bytes(error));
        Assert.True(reader.TryTake(out ExecutorStatus status));
        Assert.Equal(error, status);
    }

    [Fact]
    public void A_record_that_is_not_complete_waits_at_every_byte()
    {
        ExecutorStatus error = new(StatusKind.Error, Step.AttachMount, 40, "/some/path");
        byte[] bytes = Bytes(error);
        StatusReader reader = new();
        for (int i = 0; i < bytes.Length; i++)
        {
            Assert.False(reader.TryTake(out _));
            reader.Add(bytes.AsSpan(i, 1));
        }

        Assert.True(reader.TryTake(out ExecutorStatus status));
        Assert.Equal(error, status);
    }

    [FactWithin(30)]
    public void Any_cut_of_any_records_gives_the_same_records()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        int cutWithin = 0;
        for (int round = 0; round < 2000; round++)
        {
            ExecutorStatus[] records = [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => Record(random))];
            byte[] bytes = [.. records.SelectMany(Bytes)];
            StatusReader reader = new();
            List<ExecutorStatus> taken = [];
            for (int at = 0; at < bytes.Length;)
            {
                int length = Math.Min(random.Next(1, 40), bytes.Length - at);
                reader.Add(bytes.AsSpan(at, length));
                at += length;
                int before = taken.Count;
                while (reader.TryTake(out ExecutorStatus status))
                {
                    taken.Add(status);
                }

                cutWithin += taken.Count == before ? 1 : 0;
            }

            Assert.True(records.SequenceEqual(taken), $"seed {seed}, round {round}");
        }

        Assert.True(cutWithin > 1000, "the cuts must fall within records");
    }

    private static ExecutorStatus Record(Random random) => new(
        (StatusKind)random.Next(1, 4),
        (Step)random.Next(0, 45),
        random.Next(int.MinValue, int.MaxValue),
        random.Next(3) == 0 ? null : "/" + new string((char)random.Next(0x20, 0x7E), random.Next(0, 100)));

    private static byte[] Bytes(ExecutorStatus status)
    {
        byte[] path = status.Path is null ? [] : ByteText.Encode(status.Path);
        StatusRecord record = new() { Kind = (ushort)status.Kind, Step = (ushort)status.Step, Value = status.Value, PathLength = (uint)path.Length };
        return [.. MemoryMarshal.AsBytes(new ReadOnlySpan<StatusRecord>(in record)), .. path];
    }
}
