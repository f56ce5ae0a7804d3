using System.Buffers;

namespace Sandbox.Egress.Broker;

/// <summary>
/// A path that every server reads in one way: nothing that leads upwards, nothing that is one thing before and another after decoding.
/// </summary>
internal static class SafePath
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@%");

    /// <summary>Splits a request's path from its query, which keeps its question mark.</summary>
    public static (string Path, string Query) Split(string target) =>
        target.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? (target[..at], target[at..]) : (target, string.Empty);

    /// <param name="path">Without the query.</param>
    /// <param name="encodedSlashes">Names may hold %2F, as GitHub's branches do.</param>
    public static bool Check(string path, bool encodedSlashes)
    {
        if (path is not ['/', ..] || path.AsSpan().ContainsAnyExcept(Allowed) || path.Contains("//", StringComparison.Ordinal))
        {
            return false;
        }

        for (int at = path.IndexOf('%', StringComparison.Ordinal); at >= 0; at = path.IndexOf('%', at + 1))
        {
            if (!CheckEscape(path.AsSpan(at), encodedSlashes))
            {
                return false;
            }
        }

        // Some servers cut a segment at a semicolon before they look at it.
        return !path.Replace("%2f", "/", StringComparison.OrdinalIgnoreCase).Split('/').Any(s => s.Split(';')[0] is "." or "..");
    }

    private static bool CheckEscape(ReadOnlySpan<char> escape, bool slashes)
    {
        if (escape.Length < 3 || !char.IsAsciiHexDigit(escape[1]) || !char.IsAsciiHexDigit(escape[2]))
        {
            return false;
        }

        int value = Convert.FromHexString(escape[1..3])[0];
        return value switch
        {
            < 0x20 or 0x7f or '%' or '\\' or '.' => false,
            '/' => slashes,
            _ => true,
        };
    }
}
