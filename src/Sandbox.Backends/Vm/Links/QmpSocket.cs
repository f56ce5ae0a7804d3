using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Linux.Files;
using Sandbox.Linux.Sockets;

namespace Sandbox.Backends.Vm.Links;

/// <summary>
/// The socket at which QEMU's monitor listens for the user. QEMU has two monitors that listen on it: the launcher's connection takes one of
/// them before anybody knows the name, and keeps it. The file goes with this object.
/// </summary>
public sealed class QmpSocket : IDisposable
{
    private readonly DirectoryHandle _directory;
    private readonly string _name;
    private readonly FileStatus? _made;

    private QmpSocket(DirectoryHandle directory, string name, Descriptor listener, Descriptor own)
    {
        (_directory, _name, Listener, Own) = (directory, name, listener, own);
        _made = directory.Look(name);
    }

    /// <summary>For QEMU. It does not wait in accept, because two look at it.</summary>
    internal Descriptor Listener { get; }

    /// <summary>The launcher's own connection.</summary>
    internal Descriptor Own { get; }

    /// <param name="path">Canonical.</param>
    /// <exception cref="SandboxException">CS104: something is there already, or it cannot be made.</exception>
    internal static QmpSocket Open(string path)
    {
        DirectoryHandle? directory = DirectoryHandle.Open(Paths.Parent(path)) ?? throw Failed(path, "its directory has gone");
        try
        {
            QmpSocket made = Make(directory, path);
            directory = null;
            return made;
        }
        catch (IOException e)
        {
            throw Failed(path, e.Message);
        }
        finally
        {
            directory?.Dispose();
        }
    }

    /// <summary>Nothing of the user's is ever replaced.</summary>
    public static SandboxException Taken(string path) => new(
        ErrorCode.HostPath, $"--qmp {PrintableText.Escape(path)}: something is there already: name another path, or remove it if it is the socket of a machine whose launcher was killed");

    public void Dispose()
    {
        Listener.Dispose();
        if (_made is { } made && _directory.Look(_name) is { } found && found.Inode == made.Inode && found.Device == made.Device)
        {
            _ = _directory.Remove(_name);
        }

        _directory.Dispose();
    }

    private static QmpSocket Make(DirectoryHandle directory, string path)
    {
        string name = Paths.Name(path);
        Descriptor listener = StreamSocket.Listen(directory, name) ?? throw Taken(path);
        try
        {
            return new QmpSocket(directory, name, listener, StreamSocket.Connect(directory, name));
        }
        catch (IOException)
        {
            listener.Dispose();
            _ = directory.Remove(name);
            throw;
        }
    }

    private static SandboxException Failed(string path, string why) => new(ErrorCode.HostPath, $"--qmp {PrintableText.Escape(path)}: cannot make a socket: {why}: name another path");
}
