using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sandbox.Egress.Http;

/// <summary>Where a body ends. Whatever two programs could read in two ways is refused, not guessed.</summary>
/// <param name="Kind">How its end is known.</param>
/// <param name="Length">Bytes, for <see cref="BodyKind.Length"/>.</param>
internal readonly record struct BodyFraming(BodyKind Kind, long Length = 0)
{
    public static BodyFraming None => new(BodyKind.None);

    /// <summary>No byte of a body will come.</summary>
    public bool IsEmpty => Kind == BodyKind.None || (Kind == BodyKind.Length && Length == 0);

    /// <summary>The framing that a head's fields state; null when they state none.</summary>
    /// <param name="fields">The head's.</param>
    /// <param name="minor">Of the HTTP version: 1.0 knows no transfer coding.</param>
    /// <param name="stated">What they say, or null.</param>
    /// <param name="problem">Why they cannot be believed.</param>
    public static bool TryRead(HeaderFields fields, int minor, out BodyFraming? stated, [NotNullWhen(false)] out HttpProblem? problem)
    {
        stated = null;
        int lengths = fields.Count("Content-Length");
        int codings = fields.Count("Transfer-Encoding");
        problem = (lengths, codings) switch
        {
            ( > 0, > 0) => HttpProblem.Bad("both Content-Length and Transfer-Encoding"),
            ( > 1, _) => HttpProblem.Bad("more than one Content-Length"),
            (_, > 1) => HttpProblem.Bad("more than one Transfer-Encoding"),
            _ => null,
        };
        if (problem is null && codings == 1)
        {
            bool plain = minor == 1 && string.Equals(fields.First("Transfer-Encoding"), "chunked", StringComparison.OrdinalIgnoreCase);
            problem = plain ? null : HttpProblem.Bad("a Transfer-Encoding other than chunked in HTTP/1.1");
            stated = new BodyFraming(BodyKind.Chunked);
        }
        else if (problem is null && lengths == 1)
        {
            problem = TryLength(fields.First("Content-Length")!, out long length) ? null : HttpProblem.Bad("a Content-Length that is not a number");
            stated = new BodyFraming(BodyKind.Length, length);
        }

        return problem is null;
    }

    private static bool TryLength(string text, out long length)
    {
        length = 0;
        return text.Length is > 0 and <= HttpLimits.LengthDigits && text.All(char.IsAsciiDigit)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out length);
    }
}
