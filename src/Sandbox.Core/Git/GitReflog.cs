namespace Sandbox.Core.Git;

/// <summary>git's logs of references: a line for each change, "OLD NEW NAME &lt;ADDRESS&gt; TIME ZONE\tMESSAGE".</summary>
public static class GitReflog
{
    private const int ShortestName = 40;
    private const int LongestName = 64;

    /// <summary>Whether every line is complete, begins with two names of objects, and holds nothing that a terminal would obey.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            if (end < 0 || !IsLine(bytes[..end]))
            {
                return false;
            }

            bytes = bytes[(end + 1)..];
        }

        return true;
    }

    /// <summary>Where the last lines that have at most this many bytes begin.</summary>
    public static int StartOfTail(ReadOnlySpan<byte> bytes, int length)
    {
        if (bytes.Length <= length)
        {
            return 0;
        }

        int at = bytes.Length - length;
        int line = bytes[at..].IndexOf((byte)'\n');
        return line < 0 ? bytes.Length : at + line + 1;
    }

    private static bool IsLine(ReadOnlySpan<byte> line)
    {
        int first = line.IndexOf((byte)' ');
        if (first is not (ShortestName or LongestName) || line.Length <= (2 * first) + 1 || line[(2 * first) + 1] != ' ')
        {
            return false;
        }

        return IsName(line[..first]) && IsName(line.Slice(first + 1, first)) &&
            !line.ContainsAnyInRange((byte)0, (byte)8) && !line.ContainsAnyInRange((byte)10, (byte)31) && !line.Contains((byte)127);
    }

    private static bool IsName(ReadOnlySpan<byte> text)
    {
        foreach (byte digit in text)
        {
            if (!char.IsAsciiHexDigitLower((char)digit))
            {
                return false;
            }
        }

        return true;
    }
}
