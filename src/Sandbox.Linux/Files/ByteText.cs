using System.Text;

namespace Sandbox.Linux.Files;

/// <summary>
/// Text from the kernel that need not be UTF-8. A byte that is not becomes a lone low surrogate (U+DC80 to U+DCFF), and
/// becomes the same byte again on the way out, so that a name is never silently another one (DN-08).
/// </summary>
public static class ByteText
{
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new(bytes.Length);
        while (bytes.Length > 0)
        {
            if (Rune.DecodeFromUtf8(bytes, out Rune rune, out int used) == System.Buffers.OperationStatus.Done)
            {
                text.Append(rune.ToString());
            }
            else
            {
                used = 1;
                text.Append((char)(0xDC00 + bytes[0]));
            }

            bytes = bytes[used..];
        }

        return text.ToString();
    }

    /// <summary>As <see cref="Decode"/>; quick for the names that nearly all names are.</summary>
    public static string DecodeName(ReadOnlySpan<byte> bytes) => Ascii.IsValid(bytes) ? Encoding.ASCII.GetString(bytes) : Decode(bytes);

    /// <summary>The bytes and a final NUL, as C wants them.</summary>
    /// <exception cref="ArgumentException">The text holds a NUL or a surrogate that no byte was decoded to.</exception>
    public static byte[] EncodeZ(string text) => [.. Encode(text), 0];

    /// <inheritdoc cref="EncodeZ"/>
    public static byte[] Encode(string text)
    {
        List<byte> bytes = new(text.Length + 8);
        Span<byte> buffer = stackalloc byte[4];
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\0')
            {
                throw new ArgumentException("text for the kernel holds a NUL character", nameof(text));
            }

            if (c is >= '\uDC80' and <= '\uDCFF')
            {
                bytes.Add((byte)(c - 0xDC00));
                continue;
            }

            if (!Rune.TryGetRuneAt(text, i, out Rune rune))
            {
                throw new ArgumentException("text for the kernel holds half of a surrogate pair", nameof(text));
            }

            bytes.AddRange(buffer[..rune.EncodeToUtf8(buffer)]);
            i += rune.Utf16SequenceLength - 1;
        }

        return [.. bytes];
    }
}
