using Sandbox.Linux;
using Sandbox.Linux.Files;

namespace Sandbox.Cli.Generating;

/// <summary>A file written beside its place. Until it is committed nothing of it is seen under its name.</summary>
internal sealed class StagedFile : IDisposable
{
    private readonly DirectoryHandle directory;
    private readonly string name;
    private readonly string temporary;
    private readonly string? kept;
    private bool committed;

    private StagedFile(DirectoryHandle directory, string name, string? kept)
    {
        this.directory = directory;
        this.name = name;
        this.kept = kept;
        temporary = $".{name}.{Guid.NewGuid():N}";
    }

    /// <param name="path">The file's directory, without symbolic links.</param>
    /// <param name="name">In that directory.</param>
    /// <param name="contents">All of it.</param>
    /// <param name="kept">Ending under which what is there now is kept; null when it may go.</param>
    /// <exception cref="IOException">It cannot be written; nothing is left.</exception>
    public static StagedFile Write(string path, string name, byte[] contents, string? kept)
    {
        StagedFile file = new(Open(path), name, kept);
        try
        {
            using FileStream stream = new(file.At(file.temporary), FileMode.CreateNew, FileAccess.Write, FileShare.None);
            stream.Write(contents);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Removes a file.</summary>
    /// <param name="path">Its directory, without symbolic links.</param>
    /// <param name="name">In that directory.</param>
    /// <exception cref="IOException">It cannot be removed.</exception>
    public static void Remove(string path, string name)
    {
        using DirectoryHandle directory = Open(path);
        File.Delete($"{directory.Path}/{name}");
    }

    public void Commit()
    {
        if (kept is not null)
        {
            File.Move(At(name), At(name + kept), overwrite: false);
        }

        File.Move(At(temporary), At(name), overwrite: true);
        committed = true;
    }

    public void Dispose()
    {
        if (!committed && File.Exists(At(temporary)))
        {
            File.Delete(At(temporary));
        }

        directory.Dispose();
    }

    private static DirectoryHandle Open(string path)
    {
        DirectoryHandle? directory = DirectoryHandle.Open(path);
        int error = Errno.Last;
        return directory ?? throw new IOException($"{path}: {(error == Errno.ELOOP ? "a symbolic link" : Errno.Describe(error))} ({Errno.Name(error)})");
    }

    private string At(string entry) => $"{directory.Path}/{entry}";
}
