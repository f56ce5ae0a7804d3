namespace Sandbox.Agents.Tests;

/// <summary>A directory with only this test's files; its path has no links in it.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public TemporaryDirectory()
    {
        Path = Directory.CreateTempSubdirectory("agents-").FullName;
    }

    public string Path { get; }

    public string Script(string name, string body)
    {
        string path = File(name, $"#!/bin/sh\n{body}\n");
        System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    public string File(string name, string contents)
    {
        string path = $"{Path}/{name}";
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, contents);
        return path;
    }

    public string Link(string name, string target)
    {
        string path = $"{Path}/{name}";
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.CreateSymbolicLink(path, target);
        return path;
    }

    public void Dispose() => new DirectoryInfo(Path).Delete(recursive: true);
}
