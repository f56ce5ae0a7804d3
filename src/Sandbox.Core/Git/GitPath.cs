namespace Sandbox.Core.Git;

/// <summary>Names that git never lets into an index, because checking them out would write where it keeps its own.</summary>
public static class GitPath
{
    /// <summary>
    /// git's verify_path, with the rules of every file system at once: relative, no empty component, no "." or "..", none that a file
    /// system could take for .git (other letter case, trailing dots and spaces, NTFS short names and streams, code points that HFS+ ignores).
    /// </summary>
    public static bool IsSafe(ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty || path.Contains((byte)0))
        {
            return false;
        }

        while (true)
        {
            int slash = path.IndexOf((byte)'/');
            if (!IsSafeComponent(slash < 0 ? path : path[..slash]))
            {
                return false;
            }

            if (slash < 0)
            {
                return true;
            }

            path = path[(slash + 1)..];
        }
    }

    private static bool IsSafeComponent(ReadOnlySpan<byte> component)
    {
        if (component.IsEmpty || component.SequenceEqual("."u8) || component.SequenceEqual(".."u8))
        {
            return false;
        }

        // All but a few names begin with neither.
        return component[0] switch
        {
            (byte)'.' or 0xE2 or 0xEF => !IsDotGit(component),
            (byte)'g' or (byte)'G' => !IsShortName(component),
            _ => true,
        };
    }

    private static bool IsDotGit(ReadOnlySpan<byte> component)
    {
        Span<byte> letters = stackalloc byte[4];
        int count = 0;
        while (!component.IsEmpty && count < letters.Length)
        {
            int ignored = Ignored(component);
            if (ignored == 0)
            {
                letters[count++] = (byte)(component[0] is >= (byte)'A' and <= (byte)'Z' ? component[0] | 0x20 : component[0]);
                ignored = 1;
            }

            component = component[ignored..];
        }

        return count == letters.Length && letters.SequenceEqual(".git"u8) && IsNothing(component);
    }

    // What NTFS calls a name that begins with ".git" where it has to be short.
    private static bool IsShortName(ReadOnlySpan<byte> component) =>
        component.Length >= 5 && (component[1] | 0x20) == 'i' && (component[2] | 0x20) == 't' && component[3] == '~' && component[4] == '1' && IsNothing(component[5..]);

    // Up to a stream's name (":..."), dots and spaces at the end do not count on NTFS, and some code points nowhere on HFS+.
    private static bool IsNothing(ReadOnlySpan<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            if (rest[0] is (byte)':' or (byte)'\\')
            {
                return true;
            }

            int ignored = rest[0] is (byte)' ' or (byte)'.' ? 1 : Ignored(rest);
            if (ignored == 0)
            {
                return false;
            }

            rest = rest[ignored..];
        }

        return true;
    }

    /// <summary>Bytes of a code point that HFS+ ignores in names (U+200C to U+200F, U+202A to U+202E, U+206A to U+206F, U+FEFF), or 0.</summary>
    private static int Ignored(ReadOnlySpan<byte> text) =>
        text.Length >= 3 && text[0] switch
        {
            0xE2 when text[1] == 0x80 => text[2] is (>= 0x8C and <= 0x8F) or (>= 0xAA and <= 0xAE),
            0xE2 when text[1] == 0x81 => text[2] is >= 0xAA and <= 0xAF,
            0xEF => text[1] == 0xBB && text[2] == 0xBF,
            _ => false,
        } ? 3 : 0;
}
