using System.Buffers.Binary;

namespace Sandbox.Core.Git;

/// <summary>git's index file (gitformat-index, versions 2 to 4), as far as telling a harmless one from any other takes.</summary>
public static class GitIndex
{
    /// <summary>Bytes that such a file may have.</summary>
    public const int Limit = 256 * 1024 * 1024;

    private const int HeaderLength = 12;
    private const uint Signature = 0x4449_5243;
    private const uint SplitIndex = 0x6C69_6E6B;

    /// <summary>What is wrong with it, in a few words; null for nothing.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="hashLength">20, or 32 where the repository has SHA-256 names.</param>
    /// <param name="links">Told the path of every submodule in it; false refuses the index.</param>
    public static string? Check(ReadOnlySpan<byte> bytes, int hashLength, Func<string, bool> links)
    {
        if (bytes.Length < HeaderLength + hashLength)
        {
            return "it is cut off";
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(bytes) != Signature || BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) is not (>= 2 and <= 4))
        {
            return "it is no index of a known version";
        }

        GitIndexReader reader = new(bytes, hashLength);
        while (reader.MoveNext())
        {
            ReadOnlySpan<byte> path = reader.IsDirectory && reader.Path.EndsWith("/"u8) ? reader.Path[..^1] : reader.Path;
            if (!GitPath.IsSafe(path))
            {
                return "it names a path that git never writes";
            }

            if (reader.IsSubmodule && !links(System.Text.Encoding.UTF8.GetString(reader.Path)))
            {
                return $"it has a repository as a part that was none before ({Planning.PrintableText.Escape(System.Text.Encoding.UTF8.GetString(reader.Path))})";
            }

            if (!reader.IsKnownKind)
            {
                return "it has an entry of an unknown kind";
            }
        }

        return reader.IsBroken ? "it is cut off" : Extensions(bytes[reader.Position..^hashLength]);
    }

    /// <summary>The first file that is marked so that git does not tell of its changes (assume-unchanged, skip-worktree) and is not in the other index; or null.</summary>
    public static string? NewlyHidden(ReadOnlySpan<byte> bytes, byte[]? known, int hashLength)
    {
        HashSet<string>? before = null;
        GitIndexReader reader = new(bytes, hashLength);
        while (reader.MoveNext())
        {
            if (reader.IsHidden && !(before ??= Hidden(known, hashLength)).Contains(Convert.ToHexString(reader.Path)))
            {
                return System.Text.Encoding.UTF8.GetString(reader.Path);
            }
        }

        return null;
    }

    /// <summary>Whether two indexes hold the same entries, whatever they remember of the files' times.</summary>
    public static bool HaveSameEntries(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, int hashLength)
    {
        if (one.SequenceEqual(other))
        {
            return true;
        }

        if (one.Length < HeaderLength + hashLength || other.Length < HeaderLength + hashLength)
        {
            return false;
        }

        GitIndexReader left = new(one, hashLength);
        GitIndexReader right = new(other, hashLength);
        while (true)
        {
            bool more = left.MoveNext();
            if (more != right.MoveNext())
            {
                return false;
            }

            if (!more)
            {
                return !left.IsBroken && !right.IsBroken;
            }

            if (!left.Path.SequenceEqual(right.Path) || !left.Content.SequenceEqual(right.Content) || left.Mode != right.Mode || left.Flags != right.Flags)
            {
                return false;
            }
        }
    }

    /// <summary>Whether this repository is already a part of what the index describes.</summary>
    public static bool HasSubmodule(byte[]? index, int hashLength, string path)
    {
        if (index is null || index.Length < HeaderLength + hashLength)
        {
            return false;
        }

        byte[] wanted = System.Text.Encoding.UTF8.GetBytes(path);
        GitIndexReader reader = new(index, hashLength);
        while (reader.MoveNext())
        {
            if (reader.IsSubmodule && reader.Path.SequenceEqual(wanted))
            {
                return true;
            }
        }

        return false;
    }

    // Names as hexadecimal digits: they need not be text.
    private static HashSet<string> Hidden(byte[]? index, int hashLength)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        if (index is not null && index.Length >= HeaderLength + hashLength)
        {
            GitIndexReader reader = new(index, hashLength);
            while (reader.MoveNext())
            {
                if (reader.IsHidden)
                {
                    names.Add(Convert.ToHexString(reader.Path));
                }
            }
        }

        return names;
    }

    private static string? Extensions(ReadOnlySpan<byte> rest)
    {
        while (rest.Length >= 8)
        {
            uint name = BinaryPrimitives.ReadUInt32BigEndian(rest);
            uint length = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]);
            if (name == SplitIndex)
            {
                return "it is split in two files (git update-index --no-split-index makes it one)";
            }

            if (length > rest.Length - 8)
            {
                return "it is cut off";
            }

            rest = rest[(8 + (int)length)..];
        }

        return rest.IsEmpty ? null : "it is cut off";
    }
}
