using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sandbox.Egress.Http;

/// <summary>
/// The grammar that request and response heads share (RFC 9112), without the leniencies that let two programs read one message in two
/// ways: lines end in CR LF, no folded lines, no space before a colon, no control characters.
/// </summary>
internal static class HeadSyntax
{
    private static readonly SearchValues<byte> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    // Everything but control characters; the tab is allowed.
    private static readonly SearchValues<byte> Text = SearchValues.Create([.. Enumerable.Range(0, 256).Where(b => b == '\t' || (b >= 0x20 && b != 0x7f)).Select(b => (byte)b)]);

    public static bool IsToken(ReadOnlySpan<byte> bytes) => bytes.Length > 0 && !bytes.ContainsAnyExcept(Token);

    /// <summary>A value or a reason: any bytes but control characters.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept(Text);

    /// <summary>Visible ASCII only.</summary>
    public static bool IsVisible(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExceptInRange((byte)0x21, (byte)0x7e);

    /// <summary>Takes the first line off <paramref name="rest"/>, without its CR LF.</summary>
    public static bool TryLine(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> line)
    {
        int end = rest.IndexOf("\r\n"u8);
        line = end < 0 ? default : rest[..end];
        rest = end < 0 ? rest : rest[(end + 2)..];
        return end >= 0;
    }

    /// <summary>Reads field lines up to and with the empty one; nothing may follow it.</summary>
    public static bool TryFields(ReadOnlySpan<byte> rest, [NotNullWhen(true)] out HeaderFields? fields, [NotNullWhen(false)] out HttpProblem? problem)
    {
        List<HeaderField> all = [];
        fields = null;
        while (TryLine(ref rest, out ReadOnlySpan<byte> line))
        {
            if (line.IsEmpty)
            {
                problem = rest.IsEmpty ? null : HttpProblem.Bad("bytes after the head");
                fields = problem is null ? new HeaderFields(all) : null;
                return problem is null;
            }

            if (all.Count == HttpLimits.Fields)
            {
                problem = HttpProblem.TooLarge($"more than {HttpLimits.Fields} header fields");
                return false;
            }

            problem = Field(line, all);
            if (problem is not null)
            {
                return false;
            }
        }

        problem = HttpProblem.Bad("the head has no end");
        return false;
    }

    private static HttpProblem? Field(ReadOnlySpan<byte> line, List<HeaderField> all)
    {
        if (line[0] is (byte)' ' or (byte)'\t')
        {
            return HttpProblem.Bad("a folded header line");
        }

        int colon = line.IndexOf((byte)':');
        if (colon < 0 || !IsToken(line[..colon]))
        {
            return HttpProblem.Bad("a header line without a proper name and colon");
        }

        ReadOnlySpan<byte> value = line[(colon + 1)..].Trim(" \t"u8);
        if (!IsText(value))
        {
            return HttpProblem.Bad("a control character in a header value");
        }

        all.Add(new HeaderField(Encoding.Latin1.GetString(line[..colon]), Encoding.Latin1.GetString(value)));
        return null;
    }
}
