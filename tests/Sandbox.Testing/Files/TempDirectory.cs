using System.Text;
using Microsoft.Win32.SafeHandles;
using Sandbox.Testing.Native;

namespace Sandbox.Testing;

/// <summary>
/// A fresh directory under <c>/tmp</c>, removed with everything in it on disposal. Disposal fails the test when a mount was left
/// inside. TMPDIR is not asked: short paths keep unix sockets within their 107 bytes.
/// </summary>
public sealed unsafe class TempDirectory : IDisposable
{
    // The process id says whose it is: test processes of several checkouts share /tmp, and none may clear up after another.
    private static readonly string Template = $"/tmp/sandbox-test-{Environment.ProcessId}-XXXXXX";

    private const uint PrivateMode = 0x1c0;
    private const uint TraversableMode = 0x1ed;

    private readonly SafeFileHandle handle;
    private bool disposed;

    private TempDirectory(string path)
    {
        Path = path;
        handle = SafeDelete.Open(path);
        AtExit.OfProcess.Add(this);
    }

    /// <summary>The absolute path, without a trailing slash.</summary>
    public string Path { get; }

    /// <summary>Makes a directory owned by the user of the test process.</summary>
    public static TempDirectory Create(TempDirectoryAccess access = TempDirectoryAccess.Private)
    {
        byte[] name = CString.From(Template);
        fixed (byte* template = name)
        {
            if (Libc.mkdtemp(template) is null)
            {
                throw Libc.Failure($"cannot make {Template}", Libc.LastError());
            }
        }

        TempDirectory directory = new(Encoding.UTF8.GetString(name.AsSpan()[..^1]));
        directory.Check(Libc.fchmod(directory.Descriptor, access == TempDirectoryAccess.Private ? PrivateMode : TraversableMode));
        return directory;
    }

    /// <summary>Makes a private directory owned by <paramref name="owner"/>.</summary>
    public static TempDirectory CreateFor(Identity owner)
    {
        TempDirectory directory = Create();
        directory.Check(Libc.fchown(directory.Descriptor, owner.UserId, owner.GroupId));
        return directory;
    }

    private int Descriptor => (int)handle.DangerousGetHandle();

    /// <summary>A path inside; nothing is created.</summary>
    public string At(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Makes a directory inside, with its parents, and returns its path.</summary>
    public string Directory(params string[] names) => System.IO.Directory.CreateDirectory(At(names)).FullName;

    /// <summary>Writes UTF-8 without a byte order mark, makes parents as needed, and returns the path.</summary>
    public string WriteFile(string relativePath, string text)
    {
        string path = At(relativePath);
        _ = System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Writes a shell script that its owner may execute, and returns its path.</summary>
    public string Script(string relativePath, string body)
    {
        string path = WriteFile(relativePath, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>Makes a symbolic link, with its parents, and returns its path.</summary>
    public string Link(string relativePath, string target)
    {
        string path = At(relativePath);
        _ = System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        _ = File.CreateSymbolicLink(path, target);
        return path;
    }

    public override string ToString() => Path;

    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        AtExit.OfProcess.Remove(this);
        using (handle)
        {
            SafeDelete.Empty(handle, Path);
            SafeDelete.RemoveEmpty(Path);
        }
    }

    private void Check(int result)
    {
        if (result != 0)
        {
            TestFailureException failure = Libc.Failure($"cannot prepare {Path}", Libc.LastError());
            Dispose();
            throw failure;
        }
    }
}
