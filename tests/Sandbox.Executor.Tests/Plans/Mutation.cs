using System.Buffers.Binary;

namespace Sandbox.Executor.Tests.Plans;

/// <summary>Random damage to a plan, a little of it at a time, most of it where offsets and counts are.</summary>
internal sealed class Mutation(int seed)
{
    private readonly Random _random = new(seed);

    public byte[] Of(byte[] plan)
    {
        byte[] copy = [.. plan];
        for (int changes = _random.Next(1, 4); changes > 0; changes--)
        {
            Change(copy);
        }

        return copy;
    }

    private void Change(byte[] plan)
    {
        // The first 40 bytes say what the plan is; nearly every change to them is refused, and proves little.
        int at = _random.Next(_random.Next(50) == 0 ? 0 : 40, plan.Length);
        int word = at & ~3;
        switch (_random.Next(6))
        {
            case 0:
                plan[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                plan[at] = (byte)_random.Next(256);
                break;
            case 2 when word + 4 <= plan.Length:
                BinaryPrimitives.WriteUInt32LittleEndian(plan.AsSpan(word), Interesting(plan));
                break;
            case 3 when word + 4 <= plan.Length:
                // Another offset or count of the same plan: the mistakes that a check of bounds alone lets through.
                int other = _random.Next(10, plan.Length / 4) * 4;
                plan.AsSpan(other, 4).CopyTo(plan.AsSpan(word));
                break;
            case 4:
                int length = _random.Next(1, Math.Min(64, plan.Length - at + 1));
                plan.AsSpan(_random.Next(plan.Length - length), length).CopyTo(plan.AsSpan(at));
                break;
            default:
                plan.AsSpan(at, Math.Min(_random.Next(1, 9), plan.Length - at)).Clear();
                break;
        }
    }

    private uint Interesting(byte[] plan)
    {
        uint length = (uint)plan.Length;
        uint anywhere = (uint)_random.Next(plan.Length) & ~7u;
        uint[] values = [0, 1, 7, 8, 96, length - 8, length - 1, length, length + 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFF8, uint.MaxValue, anywhere];
        return values[_random.Next(values.Length)];
    }
}
