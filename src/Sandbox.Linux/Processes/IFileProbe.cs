namespace Sandbox.Linux.Processes;

/// <summary>Read-only questions about files, answered by the host or by a test.</summary>
public interface IFileProbe
{
    /// <summary>What an absolute path leads to, every link followed; null when it leads nowhere or may not be looked at.</summary>
    FileFacts? Look(string path);

    /// <summary>The first bytes of a regular file, at most <paramref name="count"/>; empty when it cannot be read.</summary>
    byte[] ReadStart(string path, int count);

    /// <summary>Names in a directory, ordinally sorted; empty when it cannot be read.</summary>
    IReadOnlyList<string> List(string directory);
}
