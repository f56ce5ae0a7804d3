namespace Sandbox.Cli.Tests.Fixtures;

/// <summary>out/bin, copied to where every user may start it: the repository may lie in somebody's home directory.</summary>
internal static class InstalledProgram
{
    private static readonly Lazy<TempDirectory> Copy = new(Install);

    public static string Directory => Copy.Value.Path;

    public static string Path => Copy.Value.At("claude-sandbox");

    private static TempDirectory Install()
    {
        string built = System.IO.Path.Combine(RepositoryPaths.Root, "out", "bin");
        if (!File.Exists(System.IO.Path.Combine(built, "claude-sandbox")))
        {
            throw new TestFailureException($"{built} holds no claude-sandbox: run make build first");
        }

        TempDirectory directory = TempDirectory.Create(TempDirectoryAccess.Traversable);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => directory.Dispose();
        foreach (string name in (string[])["claude-sandbox", "claude-sandbox-cli", "claude-sandbox-exec"])
        {
            File.Copy(System.IO.Path.Combine(built, name), directory.At(name));
        }

        return directory;
    }
}
