using System.Buffers.Binary;

namespace Sandbox.Linux.Tests.Seccomp;

/// <summary>Runs a program the way the kernel does, and refuses what the kernel's checker refuses.</summary>
internal sealed class BpfInterpreter
{
    private const uint X64 = 0xC000003E;

    private readonly (ushort Code, byte True, byte False, uint K)[] program;

    internal BpfInterpreter(byte[] bytes)
    {
        Assert.Equal(0, bytes.Length % 8);
        program = [.. bytes.Chunk(8).Select(chunk => (
            BinaryPrimitives.ReadUInt16LittleEndian(chunk),
            chunk[2],
            chunk[3],
            BinaryPrimitives.ReadUInt32LittleEndian(chunk.AsSpan(4))))];
        Check();
    }

    /// <summary>Instructions in the program.</summary>
    internal int Length => program.Length;

    /// <summary>Instructions that the last run went through.</summary>
    internal int Steps { get; private set; }

    internal uint Run(uint number, params ulong[] arguments) => RunFrom(X64, number, arguments);

    internal uint RunFrom(uint architecture, uint number, params ulong[] arguments)
    {
        var data = new byte[64];
        BinaryPrimitives.WriteUInt32LittleEndian(data, number);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(4), architecture);
        for (var i = 0; i < arguments.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(16 + (8 * i)), arguments[i]);
        }

        return RunOn(data);
    }

    private void Check()
    {
        Assert.InRange(program.Length, 1, 4096);
        Assert.Equal(0x06, program[^1].Code);
        for (var at = 0; at < program.Length; at++)
        {
            var (code, whenTrue, whenFalse, k) = program[at];
            var furthest = code switch
            {
                0x06 or 0x20 or 0x54 => 0L,
                0x05 => k,
                0x15 or 0x35 or 0x45 => Math.Max(whenTrue, whenFalse),
                _ => throw new InvalidOperationException($"instruction {at} has code 0x{code:x}"),
            };
            Assert.True(at + furthest + (code == 0x06 ? 0 : 1) < program.Length, $"instruction {at} jumps past the end");
            Assert.True(code != 0x20 || (k % 4 == 0 && k < 64), $"instruction {at} loads from {k}");
        }
    }

    private uint RunOn(byte[] data)
    {
        uint accumulator = 0;
        Steps = 0;
        for (var at = 0; ; at++)
        {
            Steps++;
            var (code, whenTrue, whenFalse, k) = program[at];
            switch (code)
            {
                case 0x20:
                    accumulator = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan((int)k));
                    break;
                case 0x54:
                    accumulator &= k;
                    break;
                case 0x05:
                    at += (int)k;
                    break;
                case 0x15:
                    at += accumulator == k ? whenTrue : whenFalse;
                    break;
                case 0x35:
                    at += accumulator >= k ? whenTrue : whenFalse;
                    break;
                case 0x45:
                    at += (accumulator & k) != 0 ? whenTrue : whenFalse;
                    break;
                default:
                    return k;
            }
        }
    }
}
