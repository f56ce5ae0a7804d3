using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sandbox.Egress.Http;

/// <summary>Reads what a server answers as strictly as a request: it is passed on, and must not split on the way.</summary>
internal static class ResponseHeadParser
{
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ResponseHead? head, [NotNullWhen(false)] out HttpProblem? problem)
    {
        head = null;
        problem = HttpProblem.Bad("no status line of HTTP/1.1");
        if (bytes.Length > HttpLimits.Head || !HeadSyntax.TryLine(ref bytes, out ReadOnlySpan<byte> line) || !TryStatusLine(line, out int minor, out int status, out string reason))
        {
            return false;
        }

        if (!HeadSyntax.TryFields(bytes, out HeaderFields? fields, out problem) || !BodyFraming.TryRead(fields, minor, out BodyFraming? stated, out problem))
        {
            return false;
        }

        head = new ResponseHead { Minor = minor, Status = status, Reason = reason, Fields = fields, Stated = stated };
        return true;
    }

    // "HTTP/1.1 200 OK"; the space before an empty reason is often forgotten and can mean nothing else.
    private static bool TryStatusLine(ReadOnlySpan<byte> line, out int minor, out int status, out string reason)
    {
        minor = line.StartsWith("HTTP/1.1 "u8) ? 1 : line.StartsWith("HTTP/1.0 "u8) ? 0 : -1;
        status = 0;
        reason = string.Empty;
        if (minor < 0 || line.Length < 12 || line[9..12].ContainsAnyExceptInRange((byte)'0', (byte)'9') || (line.Length > 12 && line[12] != ' '))
        {
            return false;
        }

        status = ((line[9] - '0') * 100) + ((line[10] - '0') * 10) + (line[11] - '0');
        ReadOnlySpan<byte> words = line.Length > 13 ? line[13..] : default;
        reason = Encoding.Latin1.GetString(words);
        return status is >= 100 and < 600 && HeadSyntax.IsText(words);
    }
}
