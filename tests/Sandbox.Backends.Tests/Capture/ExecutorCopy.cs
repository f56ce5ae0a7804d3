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
        Place.Value.At(Relative(identity));

    /// <summary>As <see cref="For"/>, on a kernel that knows no nf_tables.</summary>
    public static string WithoutNetfilter(Identity identity) => For(identity) + "-without-netfilter";

    /// <summary>A program of this directory's C sources that runs outside of sandboxes.</summary>
    public static string Compile(string source) => CCompiler.Compile(Source(source), isStatic: true);

    private static TempDirectory Make()
    {
        TempDirectory directory = TempDirectory.Create(TempDirectoryAccess.Traversable);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => directory.Dispose();
        string output = typeof(ExecutorCopy).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "SandboxExecutorOutput").Value!;
        Copy(Path.Combine(RepositoryPaths.Root, output, Name), directory.At(Name));
        Copy(Compile("probe.c"), directory.At("probe"));
        Copy(Compile("nonetfilter.c"), directory.At("nonetfilter"));
        foreach (Identity identity in Identity.Available)
        {
            string executor = directory.At(Relative(identity));
            if (identity.UserId != 0)
            {
                ProcessRequest wrapped = identity.Wrap(new ProcessRequest(directory.At(Name)));
                Script(executor, $"{wrapped.FileName} {string.Join(' ', wrapped.Arguments)}");
            }

            Script(executor + "-without-netfilter", $"{directory.At("nonetfilter")} {executor}");
        }

        return directory;
    }

    private static string Relative(Identity identity) => identity.UserId == 0 ? Name : $"as-{identity.UserId.ToString(CultureInfo.InvariantCulture)}";

    private static string Source(string name) =>
        File.ReadAllText(Path.Combine(RepositoryPaths.ProjectDirectory(Assembly.GetExecutingAssembly()), "Capture", name));

    private static void Script(string path, string command)
    {
        File.WriteAllText(path, $"#!/bin/sh\nexec {command}\n");
        File.SetUnixFileMode(path, Everybody);
    }

    private static void Copy(string from, string to)
    {
        File.Copy(from, to);
        File.SetUnixFileMode(to, Everybody);
    }
}
