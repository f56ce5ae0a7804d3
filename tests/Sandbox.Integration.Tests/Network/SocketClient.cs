using System.Reflection;

namespace Sandbox.Integration.Tests.Network;

/// <summary>client.c: a program that knows of no proxy.</summary>
public static class SocketClient
{
    /// <summary>Compiled into the project; returns its path.</summary>
    public static string In(Workspace workspace, bool musl = false)
    {
        string source = File.ReadAllText(Path.Combine(RepositoryPaths.ProjectDirectory(Assembly.GetExecutingAssembly()), "Network", "client.c"));
        string path = Path.Combine(workspace.Project, "client");
        File.Copy(musl ? CCompiler.CompileMusl(source) : CCompiler.Compile(source), path, overwrite: true);
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        return path;
    }
}
