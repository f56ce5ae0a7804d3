using System.Globalization;
using System.Reflection;

namespace Sandbox.Backends.Tests.Capture;

/// <summary>The built executor and the probe, where every user can start them. Made once for a test run and removed with it.</summary>
internal static class ExecutorCopy
{
    private const UnixFileMode Everybody = (UnixFileMode)0b111_101_101;
    private const string Name = "claude-sandbox-exec";
    private static readonly Lazy<TempDirectory> Place = new(Make);

    /// <summary>The network probe: probe.c.</summary>
    public static string Probe => Place.Value.At("probe");

    /// <summary>
    /// What a launcher of this identity would start. The tests run as root, so for the ordinary user it is a script that becomes this user first;
    /// descriptors pass through it.
    /// </summary>
    public static string For(Identity identity) =>
        identity.UserId == 0 ? Place.Value.At(Name) : Place.Value.At($"as-{identity.UserId.ToString(CultureInfo.InvariantCulture)}");

    private static TempDirectory Make()
    {
        TempDirectory directory = TempDirectory.Create(TempDirectoryAccess.Traversable);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => directory.Dispose();
        string output = typeof(ExecutorCopy).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "SandboxExecutorOutput").Value!;
        Copy(Path.Combine(RepositoryPaths.Root, output, Name), directory.At(Name));
        string source = Path.Combine(RepositoryPaths.ProjectDirectory(Assembly.GetExecutingAssembly()), "Capture", "probe.c");
        Copy(CCompiler.Compile(File.ReadAllText(source), isStatic: true), directory.At("probe"));
        foreach (Identity identity in Identity.Available.Where(i => i.UserId != 0))
        {
            ProcessRequest wrapped = identity.Wrap(new ProcessRequest(directory.At(Name)));
            string script = directory.WriteFile($"as-{identity.UserId}", $"#!/bin/sh\nexec {wrapped.FileName} {string.Join(' ', wrapped.Arguments)}\n");
            File.SetUnixFileMode(script, Everybody);
        }

        return directory;
    }

    private static void Copy(string from, string to)
    {
        File.Copy(from, to);
        File.SetUnixFileMode(to, Everybody);
    }
}
