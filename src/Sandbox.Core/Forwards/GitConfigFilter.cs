using System.Text;

namespace Sandbox.Core.Forwards;

/// <summary>
/// A git configuration without what holds or fetches credentials: [credential], [include], [includeIf] and [http] extra headers,
/// cookies and keys, and whatever names a user in an address. What is left is identity, aliases and preferences.
/// </summary>
public static class GitConfigFilter
{
    private static readonly string[] Sections = ["credential", "include", "includeif", "sendemail", "imap"];

    private static readonly string[] Keys = ["extraheader", "cookiefile", "sslkey", "sslcert", "proxysslkey", "password", "smtppass", "pass", "token", "oauthtoken"];

    /// <summary>The bytes that may go in. Text that is not a git configuration comes out as what little of it is harmless.</summary>
    public static byte[] Apply(ReadOnlySpan<byte> configuration)
    {
        StringBuilder kept = new();
        bool section = true;
        bool dropped = false;
        bool continued = false;
        foreach (string line in Encoding.UTF8.GetString(configuration).Split('\n'))
        {
            string text = line.TrimEnd('\r').TrimStart();
            bool isContinuation = continued;
            continued = text.EndsWith('\\');
            if (!isContinuation && text.StartsWith('['))
            {
                section = IsHarmlessSection(text);
            }

            // A value that goes on in the next line shares its fate.
            dropped = isContinuation ? dropped : !section || !IsHarmless(text);
            if (!dropped)
            {
                kept.Append(line).Append('\n');
            }
        }

        return Encoding.UTF8.GetBytes(kept.ToString().TrimEnd('\n') + "\n");
    }

    private static bool IsHarmlessSection(string header)
    {
        string name = new([.. header[1..].TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '-')]);
        return !Sections.Contains(name, StringComparer.OrdinalIgnoreCase) && !NamesUser(header) && !header.Contains('=', StringComparison.Ordinal);
    }

    private static bool IsHarmless(string line)
    {
        string key = new([.. line.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '-')]);
        return !Keys.Contains(key, StringComparer.OrdinalIgnoreCase) && !NamesUser(line);
    }

    // "https://user:secret@host", with or without the secret.
    private static bool NamesUser(string text)
    {
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return false;
        }

        string authority = text[(scheme + 3)..].Split('/', '"', ' ')[0];
        return authority.Contains('@', StringComparison.Ordinal) && !text.Contains("ssh://", StringComparison.Ordinal);
    }
}
