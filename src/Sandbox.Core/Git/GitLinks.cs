using System.Text;

namespace Sandbox.Core.Git;

/// <summary>The submodules that an index has, whatever .gitmodules says of them: git goes by these alone.</summary>
public static class GitLinks
{
    // A submodule's mode as it stands in the file.
    private static ReadOnlySpan<byte> Mode => [0, 0, 0xE0, 0];

    /// <summary>Paths from the top of the work tree, in the index's order. What follows a place where the file is broken is left out: git does not read such a file.</summary>
    /// <param name="index">The file.</param>
    /// <param name="hashLength">20, or 32 where the repository has SHA-256 names.</param>
    /// <param name="paths">Takes them.</param>
    /// <returns>False when there is one whose name is not UTF-8.</returns>
    public static bool Find(ReadOnlySpan<byte> index, int hashLength, ICollection<string> paths)
    {
        // Most have none, and then entries are not read one by one: every start waits for this.
        if (index.Length < 12 + hashLength || index.IndexOf(Mode) < 0)
        {
            return true;
        }

        UTF8Encoding strict = new(false, throwOnInvalidBytes: true);
        GitIndexReader reader = new(index, hashLength);
        while (reader.MoveNext())
        {
            if (!reader.IsSubmodule || reader.Path.IsEmpty)
            {
                continue;
            }

            try
            {
                paths.Add(strict.GetString(reader.Path));
            }
            catch (DecoderFallbackException)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether more entries may stand in a second file (<c>sharedindex.*</c>).</summary>
    public static bool MayBeSplit(ReadOnlySpan<byte> index) => index.IndexOf("link"u8) >= 0;
}
