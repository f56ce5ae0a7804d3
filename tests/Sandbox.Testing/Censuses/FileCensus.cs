using System.Globalization;
using System.Security.Cryptography;
using Sandbox.Testing.Native;

namespace Sandbox.Testing;

/// <summary>A tree of files with everything that a change could alter but times. Nothing but regular files is opened.</summary>
internal static unsafe class FileCensus
{
    private const int PermissionBits = 0xfff;

    public static IEnumerable<KeyValuePair<string, string>> Take(string directory)
    {
        List<KeyValuePair<string, string>> found = [];
        Add(found, directory, mount: null);
        return found;
    }

    private static void Add(List<KeyValuePair<string, string>> found, string path, ulong? mount)
    {
        Statx facts;
        if (Libc.statx(Abi.AT_FDCWD, path, Abi.AT_SYMLINK_NOFOLLOW, Abi.STATX_BASIC_STATS | Abi.STATX_MNT_ID, &facts) != 0)
        {
            // Absent is a fact too: a tree that should not exist may appear.
            found.Add(new($"file {path}", Libc.LastError() == Abi.ENOENT ? "absent, or a name that is not UTF-8" : $"errno {Libc.LastError()}"));
            return;
        }

        bool entered = mount is null || mount == facts.stx_mnt_id;
        string detail = entered ? Detail(path, facts) : "mount point";
        string kind = Kind(facts);
        string mode = Convert.ToString(facts.stx_mode & PermissionBits, 8).PadLeft(4, '0');
        found.Add(new($"file {path}", string.Create(CultureInfo.InvariantCulture, $"{kind} {mode} {facts.stx_uid}:{facts.stx_gid} {detail}").TrimEnd()));
        if (entered && (facts.stx_mode & Abi.S_IFMT) == Abi.S_IFDIR)
        {
            foreach (string entry in Entries(path))
            {
                Add(found, entry, facts.stx_mnt_id);
            }
        }
    }

    private static string[] Entries(string directory)
    {
        try
        {
            return Directory.GetFileSystemEntries(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string Kind(Statx facts) => (facts.stx_mode & Abi.S_IFMT) switch
    {
        Abi.S_IFDIR => "directory",
        Abi.S_IFREG => "regular",
        Abi.S_IFLNK => "link",
        Abi.S_IFIFO => "fifo",
        Abi.S_IFSOCK => "socket",
        Abi.S_IFCHR or Abi.S_IFBLK => "device",
        _ => "unknown",
    };

    private static string Detail(string path, Statx facts) => (facts.stx_mode & Abi.S_IFMT) switch
    {
        Abi.S_IFREG => $"{facts.stx_size.ToString(CultureInfo.InvariantCulture)} bytes sha256:{Hash(path)}",
        Abi.S_IFLNK => $"-> {new FileInfo(path).LinkTarget}",
        _ => string.Empty,
    };

    private static string Hash(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.GetType().Name;
        }
    }
}
