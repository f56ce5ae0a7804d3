namespace Sandbox.Core.Hosts;

/// <summary>Read-only questions about the host's file system; the planner asks nothing else of it.</summary>
public interface IHostFiles
{
    /// <summary>The entry itself, a symbolic link not followed.</summary>
    PathFacts Look(string path);

    /// <summary>What the path leads to, every symbolic link followed.</summary>
    PathFacts Follow(string path);

    /// <summary>Whether the caller may list and enter the directory.</summary>
    bool CanEnter(string directory);

    /// <summary>Whether the caller may create entries in the directory.</summary>
    bool CanWrite(string directory);

    /// <summary>Names in a directory, sorted ordinally; empty when it cannot be read.</summary>
    IReadOnlyList<string> List(string directory);

    /// <summary>A file of /proc or /sys (which claim to be empty), up to 4 KiB, or null.</summary>
    byte[]? ReadKernel(string path);

    /// <summary>A regular file's bytes, or null when it is missing, unreadable, not regular or longer than <paramref name="limit"/>.</summary>
    byte[]? Read(string path, int limit);
}
