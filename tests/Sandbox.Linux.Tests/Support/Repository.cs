namespace Sandbox.Linux.Tests.Support;

internal static class Repository
{
    internal static string Root { get; } = Find();

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Sandbox.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException($"no Sandbox.sln above {AppContext.BaseDirectory}");
    }
}
