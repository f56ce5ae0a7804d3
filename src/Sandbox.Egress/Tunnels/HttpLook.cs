using System.Buffers;
using System.Text;

namespace Sandbox.Egress.Tunnels;

/// <summary>
/// Tells whether a connection starts with an HTTP request line, as the most lenient server would read it: blank lines in front,
/// any method, any case of "HTTP/". What only this takes for HTTP is then refused by a strict parser; the reverse would let a
/// request past the check of its Host.
/// </summary>
internal static class HttpLook
{
    /// <summary>A first line longer than this is refused.</summary>
    public const int LongestLine = 16 * 1024;

    private const int LongestMethod = 32;

    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    /// <summary>Null while more bytes are needed to tell.</summary>
    public static bool? IsRequest(ReadOnlySpan<byte> start)
    {
        ReadOnlySpan<byte> line = start.TrimStart("\r\n\t "u8);
        int method = line.IndexOfAnyExcept(TokenBytes);
        if (method < 0)
        {
            return line.Length > LongestMethod ? false : null;
        }

        if (method is 0 or > LongestMethod || line[method] is not ((byte)' ' or (byte)'\t'))
        {
            return false;
        }

        int end = line.IndexOf((byte)'\n');
        ReadOnlySpan<byte> words = (end < 0 ? line : line[..end])[method..];

        // No server takes a NUL in a request line, and some other protocols have one (git's own).
        if (words.Contains((byte)0))
        {
            return false;
        }

        return end < 0 ? null : NamesHttp(words);
    }

    private static bool NamesHttp(ReadOnlySpan<byte> words)
    {
        const int Length = 5;
        for (int i = 0; i + 1 + Length <= words.Length; i++)
        {
            if (words[i] is (byte)' ' or (byte)'\t' && Ascii.EqualsIgnoreCase(words.Slice(i + 1, Length), "http/"u8))
            {
                return true;
            }
        }

        return false;
    }
}
