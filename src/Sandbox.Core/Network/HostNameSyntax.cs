using System.Buffers;
using System.Text;

namespace Sandbox.Core.Network;

/// <summary>What a name may be made of. All in bytes: nothing here knows of cultures.</summary>
internal static class HostNameSyntax
{
    public const string TooLong = "longer than 253 characters";
    public const string NotAscii = "not ASCII: write an international name in its xn-- form";

    private const int MaxLabel = 63;

    private static readonly SearchValues<byte> HexadecimalDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>What is wrong with a name (without its closing dot), or null.</summary>
    public static string? Problem(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return "empty";
        }

        if (name.Length > HostName.MaxLength)
        {
            return TooLong;
        }

        ReadOnlySpan<byte> last = default;
        foreach (Range range in name.Split((byte)'.'))
        {
            last = name[range];
            if (LabelProblem(last) is { } problem)
            {
                return problem;
            }
        }

        // Resolvers read these as addresses in parts, octal or hexadecimal: 127.1, 0x7f.1, 2130706433.
        return IsNumber(last) ? "ends in a number without being an address of the form a.b.c.d" : null;
    }

    /// <summary>ASCII capitals as small letters; nothing else changes.</summary>
    public static string Lower(ReadOnlySpan<byte> name)
    {
        Span<byte> small = stackalloc byte[name.Length];
        for (int i = 0; i < name.Length; i++)
        {
            small[i] = name[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(name[i] | 0x20) : name[i];
        }

        return Encoding.ASCII.GetString(small);
    }

    private static string? LabelProblem(ReadOnlySpan<byte> label)
    {
        foreach (byte character in label)
        {
            if (!IsLetterOrDigit(character) && character != '-')
            {
                return Forbidden(character);
            }
        }

        return label switch
        {
            [] => "two dots in a row, or one in front",
            { Length: > MaxLabel } => "a part between dots is longer than 63 characters",
            [(byte)'-', ..] or [.., (byte)'-'] => "a part between dots begins or ends with a hyphen",
            _ => null,
        };
    }

    private static string Forbidden(byte character) => character switch
    {
        0 => "holds a NUL byte",
        < 0x20 or 0x7F => "holds a control character",
        (byte)' ' => "holds a space",
        > 0x7F => NotAscii,
        _ => $"holds '{(char)character}': only letters, digits, hyphens and dots are allowed",
    };

    private static bool IsNumber(ReadOnlySpan<byte> label) =>
        label is [(byte)'0', (byte)'x' or (byte)'X', .. var hexadecimal]
            ? hexadecimal.IndexOfAnyExcept(HexadecimalDigits) < 0
            : label.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static bool IsLetterOrDigit(byte character) =>
        character is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9');
}
