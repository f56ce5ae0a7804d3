namespace Sandbox.Egress.Tests.Dns;

/// <summary>Damages messages, the same way for the same seed.</summary>
internal sealed class DnsMutation(int seed)
{
    private static readonly byte[] Interesting = [0, 1, 12, 28, 41, 63, 64, 127, 128, 0xBF, 0xC0, 0xC1, 0xFE, 0xFF, (byte)'.', (byte)'a'];

    private readonly Random _random = new(seed);

    /// <summary>One of the messages with up to five changes, perhaps with a part of another one.</summary>
    public byte[] Next(IReadOnlyList<byte[]> messages)
    {
        List<byte> bytes = [.. messages[_random.Next(messages.Count)]];
        for (int change = _random.Next(6); change > 0; change--)
        {
            Change(bytes, messages);
        }

        return [.. bytes.Take(5000)];
    }

    private void Change(List<byte> bytes, IReadOnlyList<byte[]> messages)
    {
        int at = _random.Next(bytes.Count + 1);
        int length = Math.Min(_random.Next(1, 20), bytes.Count - at);
        switch (_random.Next(7))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = Interesting[_random.Next(Interesting.Length)];
                break;
            case 2:
                bytes.Insert(at, Interesting[_random.Next(Interesting.Length)]);
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 5:
                byte[] other = messages[_random.Next(messages.Count)];
                bytes.InsertRange(at, other.Skip(_random.Next(other.Length + 1)).Take(40));
                break;
            default:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
        }
    }
}
