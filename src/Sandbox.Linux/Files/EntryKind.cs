namespace Sandbox.Linux.Files;

/// <summary>What a directory says about an entry (DT_* of dirent.h).</summary>
public enum EntryKind
{
    /// <summary>The file system does not tell.</summary>
    Unknown = 0,
    Directory = 4,
    File = 8,
    Link = 10,
}
