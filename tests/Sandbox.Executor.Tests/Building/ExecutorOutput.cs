using System.Reflection;

namespace Sandbox.Executor.Tests.Building;

/// <summary>What the build of Sandbox.Executor with this configuration left.</summary>
internal static class ExecutorOutput
{
    public static string Program => Path.Combine(Directory("SandboxExecutorOutput"), "claude-sandbox-exec");

    public static string ManagedObject => Path.Combine(Directory("SandboxExecutorObjects"), "managed.o");

    private static string Directory(string key) => Path.Combine(
        RepositoryPaths.Root,
        typeof(ExecutorOutput).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!);
}
