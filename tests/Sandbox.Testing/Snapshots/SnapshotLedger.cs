using System.Collections.Concurrent;

namespace Sandbox.Testing;

/// <summary>Which snapshots the tests have asked for.</summary>
internal sealed class SnapshotLedger
{
    private static readonly string[] BuildDirectories = ["bin", "obj"];
    private readonly ConcurrentDictionary<string, string> asked = new(StringComparer.Ordinal);

    /// <exception cref="TestFailureException">Another test compared a different text with the same file.</exception>
    public void Record(SnapshotFile file, string text)
    {
        if (!string.Equals(asked.GetOrAdd(file.Verified, text), text, StringComparison.Ordinal))
        {
            throw new TestFailureException($"two tests claim {file.Verified} with different texts: give each its own name");
        }
    }

    public IReadOnlyList<string> FindDangling(string sourceDirectory) =>
    [
        .. Directory.EnumerateFiles(sourceDirectory, "*.verified.*", SearchOption.AllDirectories)
            .Where(path => !asked.ContainsKey(path))
            .Select(path => Path.GetRelativePath(sourceDirectory, path))
            .Where(static path => !BuildDirectories.Contains(path.Split('/')[0], StringComparer.Ordinal))
            .Order(StringComparer.Ordinal),
    ];
}
