using System.Text;

namespace Sandbox.Core.Git;

/// <summary>The file HEAD: a branch, or the name of a commit.</summary>
public static class GitHead
{
    /// <summary>Bytes that such a file may have.</summary>
    public const int Limit = 4096;

    private const string Prefix = "ref: ";

    /// <summary>"ref: refs/heads/NAME" or 40 or 64 hexadecimal digits; null for anything else.</summary>
    public static string? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > Limit)
        {
            return null;
        }

        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        text = text.EndsWith('\n') ? text[..^1] : text;
        bool known = text.StartsWith(Prefix, StringComparison.Ordinal)
            ? GitRefName.IsBranch(text[Prefix.Length..])
            : text.Length is 40 or 64 && text.All(char.IsAsciiHexDigitLower);
        return known ? text : null;
    }
}
