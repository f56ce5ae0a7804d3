namespace Sandbox.Egress.Broker;

/// <summary>
/// Overwrites secrets in a stream with asterisks of the same length, wherever the pieces are cut. Only a tail that could be the
/// beginning of a secret is held back, so an event that ends in a line end leaves at once.
/// </summary>
internal sealed class TokenMask(IReadOnlyList<byte[]> secrets)
{
    // Shorter ones would be found by chance.
    private const int Shortest = 8;

    private readonly byte[][] _secrets = [.. secrets.Where(s => s.Length >= Shortest)];

    /// <summary>Whether a text holds one of the secrets.</summary>
    public bool Finds(ReadOnlySpan<byte> text)
    {
        foreach (byte[] secret in _secrets)
        {
            if (text.IndexOf(secret) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Masks what is whole.</summary>
    /// <param name="bytes">What was held back last time, followed by what is new.</param>
    /// <returns>How many bytes may leave; the rest belongs before the next piece, or leaves at the end.</returns>
    public int Apply(Span<byte> bytes)
    {
        int held = 0;
        foreach (byte[] secret in _secrets)
        {
            Span<byte> rest = bytes;
            while (rest.IndexOf(secret) is var at and >= 0)
            {
                rest.Slice(at, secret.Length).Fill((byte)'*');
                rest = rest[(at + secret.Length)..];
            }
        }

        foreach (byte[] secret in _secrets)
        {
            held = Math.Max(held, Held(bytes, secret));
        }

        return bytes.Length - held;
    }

    private static int Held(ReadOnlySpan<byte> bytes, byte[] secret)
    {
        int length = Math.Min(bytes.Length, secret.Length - 1);
        while (length > 0 && !bytes.EndsWith(secret.AsSpan(0, length)))
        {
            length--;
        }

        return length;
    }
}
