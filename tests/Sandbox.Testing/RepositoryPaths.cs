using System.Reflection;

namespace Sandbox.Testing;

/// <summary>Where the sources and build products of this repository are on this machine.</summary>
public static class RepositoryPaths
{
    private const string Marker = "Sandbox.sln";

    // What Directory.Build.props puts in front of every path that the compiler records.
    private const string MappedPrefix = "/src/";

    private static readonly Lazy<string> LazyRoot = new(FindRoot);

    /// <summary>The directory of <c>Sandbox.sln</c>, without a trailing slash.</summary>
    public static string Root => LazyRoot.Value;

    /// <summary>The <c>sandbox-dummy</c> program, built with the same configuration as this assembly.</summary>
    public static string Dummy => Path.Combine(Root, Metadata(typeof(RepositoryPaths).Assembly, "SandboxDummy"));

    /// <summary><c>out/test-cache/NAME</c>, created when absent.</summary>
    public static string Cache(string name) => Directory.CreateDirectory(Path.Combine(Root, "out", "test-cache", name)).FullName;

    /// <summary>The directory of the project that <paramref name="testAssembly"/> was built from.</summary>
    public static string ProjectDirectory(Assembly testAssembly) =>
        Path.Combine(Root, Metadata(testAssembly, "SandboxProjectDirectory").TrimEnd('/'));

    /// <summary>The real path of a source file, from what <c>[CallerFilePath]</c> gave.</summary>
    /// <exception cref="TestFailureException">No such file exists in this repository.</exception>
    public static string SourceFile(string callerFilePath)
    {
        string path = callerFilePath.StartsWith(MappedPrefix, StringComparison.Ordinal)
            ? Path.Combine(Root, callerFilePath[MappedPrefix.Length..])
            : callerFilePath;
        return File.Exists(path)
            ? path
            : throw new TestFailureException($"the source file {callerFilePath} is not at {path}: rebuild the tests where they run");
    }

    // The directories above the assembly come first: after a tree was copied without a rebuild the recorded root is the other tree's.
    private static string FindRoot()
    {
        for (DirectoryInfo? above = new(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, Marker)))
            {
                return above.FullName;
            }
        }

        string recorded = Metadata(typeof(RepositoryPaths).Assembly, "SandboxRepositoryRoot").TrimEnd('/');
        return File.Exists(Path.Combine(recorded, Marker))
            ? recorded
            : throw new TestFailureException($"no {Marker} above {AppContext.BaseDirectory} nor in {recorded}: rebuild the tests where they run");
    }

    private static string Metadata(Assembly assembly, string key) =>
        assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => string.Equals(a.Key, key, StringComparison.Ordinal))?.Value
        ?? throw new TestFailureException($"{assembly.GetName().Name} carries no {key}: its project must lie under tests/");
}
