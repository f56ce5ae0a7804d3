using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sandbox.Egress.Http;

/// <summary>Reads a request head strictly: one reading or none.</summary>
internal static class RequestHeadParser
{
    /// <param name="bytes">The whole head with its closing empty line, and nothing after it.</param>
    /// <param name="head">The request, or null.</param>
    /// <param name="problem">The answer to give instead.</param>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out RequestHead? head, [NotNullWhen(false)] out HttpProblem? problem)
    {
        head = null;
        if (bytes.Length > HttpLimits.Head)
        {
            problem = HttpProblem.TooLarge($"a head of more than {HttpLimits.Head} bytes");
            return false;
        }

        if (!HeadSyntax.TryLine(ref bytes, out ReadOnlySpan<byte> line))
        {
            problem = HttpProblem.Bad("the head has no end");
            return false;
        }

        if (!TryRequestLine(line, out string method, out ReadOnlySpan<byte> target, out int minor, out problem)
            || !HeadSyntax.TryFields(bytes, out HeaderFields? fields, out problem))
        {
            return false;
        }

        problem = Hosts(fields, minor) ?? Expectations(fields);
        if (problem is not null || !BodyFraming.TryRead(fields, minor, out BodyFraming? body, out problem)
            || !RequestTarget.TryParse(method, Encoding.ASCII.GetString(target), out RequestTarget? destination, out problem))
        {
            return false;
        }

        RequestHead made = new() { Method = method, Target = destination, Minor = minor, Fields = fields, Body = body ?? BodyFraming.None };
        problem = made.IsConnect && !made.Body.IsEmpty ? HttpProblem.Bad("a CONNECT with a body") : null;
        head = problem is null ? made : null;
        return head is not null;
    }

    private static bool TryRequestLine(
        ReadOnlySpan<byte> line, out string method, out ReadOnlySpan<byte> target, out int minor, [NotNullWhen(false)] out HttpProblem? problem)
    {
        method = string.Empty;
        target = default;
        minor = 1;
        int first = line.IndexOf((byte)' ');
        int last = line.LastIndexOf((byte)' ');
        if (first <= 0 || last == first || first > HttpLimits.Method || !HeadSyntax.IsToken(line[..first]))
        {
            problem = HttpProblem.Bad("no request line of HTTP/1.1");
            return false;
        }

        method = Encoding.ASCII.GetString(line[..first]);
        target = line[(first + 1)..last];
        minor = line[(last + 1)..] switch
        {
            var v when v.SequenceEqual("HTTP/1.1"u8) => 1,
            var v when v.SequenceEqual("HTTP/1.0"u8) => 0,
            _ => -1,
        };
        problem = minor < 0 ? HttpProblem.Bad("a version other than HTTP/1.1 and HTTP/1.0")
            : target.IsEmpty || !HeadSyntax.IsVisible(target) ? HttpProblem.Bad("a space or a control character in the request target")
            : null;
        return problem is null;
    }

    private static HttpProblem? Hosts(HeaderFields fields, int minor) => fields.Count("Host") switch
    {
        1 => null,
        0 when minor == 0 => null,
        0 => HttpProblem.Bad("no Host field"),
        _ => HttpProblem.Bad("more than one Host field"),
    };

    private static HttpProblem? Expectations(HeaderFields fields) => fields.Count("Expect") switch
    {
        0 => null,
        1 when string.Equals(fields.First("Expect"), "100-continue", StringComparison.OrdinalIgnoreCase) => null,
        _ => new HttpProblem(417, "an expectation other than 100-continue"),
    };
}
