namespace Sandbox.Linux.Tests.Support;

/// <summary>A directory of one test, 0700, gone afterwards.</summary>
internal sealed class TempDirectory : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("sandbox-test-").FullName;

    internal string File(string name) => System.IO.Path.Combine(Path, name);

    // Not the recursive Directory.Delete, which is banned: links are unlinked here and never entered.
    public void Dispose() => Delete(new DirectoryInfo(Path));

    private static void Delete(DirectoryInfo directory)
    {
        foreach (var entry in directory.EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo { LinkTarget: null } inner)
            {
                Delete(inner);
            }
            else
            {
                entry.Delete();
            }
        }

        directory.Delete();
    }
}
