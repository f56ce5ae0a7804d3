using System.Reflection;

namespace Sandbox.Integration.Tests;

/// <summary>The static C program that makes raw system calls: Probes/*.c as one translation unit, compiled once.</summary>
public static class ProbeProgram
{
    private static readonly Lazy<string> Compiled = new(static () => CCompiler.Compile(Source(), isStatic: true, "-lpthread"));

    public static string Path => Compiled.Value;

    private static string Source() =>
        string.Concat(Directory.EnumerateFiles(System.IO.Path.Combine(RepositoryPaths.ProjectDirectory(Assembly.GetExecutingAssembly()), "Probes"), "*.c")
            .Order(StringComparer.Ordinal)
            .Select(static f => $"#line 1 \"{System.IO.Path.GetFileName(f)}\"\n{File.ReadAllText(f)}"));
}
