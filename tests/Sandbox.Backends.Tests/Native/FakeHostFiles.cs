using System.Text;
using Sandbox.Core.Hosts;

namespace Sandbox.Backends.Tests.Native;

/// <summary>A host that has nothing but a few files.</summary>
internal sealed class FakeHostFiles(params (string Path, string Contents)[] files) : IHostFiles
{
    public PathFacts Look(string path) => throw new NotSupportedException(path);

    public PathFacts Follow(string path) => throw new NotSupportedException(path);

    public bool CanEnter(string directory) => throw new NotSupportedException(directory);

    public bool CanWrite(string directory) => throw new NotSupportedException(directory);

    public IReadOnlyList<string> List(string directory) => throw new NotSupportedException(directory);

    public byte[]? ReadKernel(string path) =>
        Array.Find(files, f => f.Path == path) is { Contents: { } contents } ? Encoding.ASCII.GetBytes(contents) : null;

    public byte[]? Read(string path, int limit) => ReadKernel(path);
}
