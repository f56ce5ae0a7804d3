using System.Text;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Linux;
using Sandbox.Linux.Files;
using Sandbox.Nix.Files;

namespace Sandbox.Cli.Generating;

/// <summary>
/// The directory that generated files go to. Nothing that somebody else wrote is overwritten unless that is asked for, no symbolic link below it is followed, and every
/// file is written beside its place and moved there when all of them are.
/// </summary>
/// <param name="root">Absolute and canonical.</param>
/// <param name="files">All that belongs there.</param>
/// <param name="unwanted">Paths of what other configurations have: one that we wrote goes, one of somebody else's stays.</param>
internal sealed class OutputTree(string root, IReadOnlyList<GeneratedFile> files, IReadOnlyList<string> unwanted)
{
    private const int Limit = 4 * 1024 * 1024;
    private const uint Mode = 0b111_101_101;
    private const string Kept = ".orig";
    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What is not as it would be written, and in which way.</summary>
    /// <exception cref="SandboxException">CS120: something in the way that is no file.</exception>
    public IReadOnlyList<(GeneratedFile File, FileState State)> Differences() =>
    [
        .. files.Select(f => (f, State(f))).Where(static f => f.Item2 != FileState.Current),
        .. unwanted.Where(IsOurs).Select(static p => (new GeneratedFile(p, string.Empty), FileState.Surplus)),
    ];

    /// <summary>Writes what differs and removes what is not wanted any more; answers which.</summary>
    /// <param name="force">Files of others are kept under another name and replaced, instead of refused.</param>
    /// <exception cref="SandboxException">CS120: nothing is changed then.</exception>
    public IReadOnlyList<(GeneratedFile File, FileState State)> Write(bool force)
    {
        IReadOnlyList<(GeneratedFile File, FileState State)> differences = Differences();
        Findings findings = new();
        foreach ((GeneratedFile file, FileState state) in differences.Where(static d => d.State == FileState.Foreign))
        {
            string path = PrintableText.Escape(Paths.Join(root, file.Path));
            if (!force)
            {
                findings.Add(ErrorCode.GeneratedFile, $"{path} was not written by generate, or has been changed since: move it away, or let --force keep it as {Paths.Name(path)}{Kept}");
            }
            else if (FileStatus.TryGet(Paths.Join(root, file.Path) + Kept, follow: false, out _) != Errno.ENOENT)
            {
                findings.Add(ErrorCode.GeneratedFile, $"{path}{Kept} is in the way of keeping {path}: move it away");
            }
        }

        findings.ThrowIfAny();
        List<StagedFile> staged = [];
        try
        {
            foreach ((GeneratedFile file, FileState state) in differences.Where(static d => d.State != FileState.Surplus))
            {
                staged.Add(StagedFile.Write(Directory(file), Paths.Name(file.Path), Plain.GetBytes(file.Text), state == FileState.Foreign ? Kept : null));
            }

            staged.ForEach(static s => s.Commit());
            foreach ((GeneratedFile file, _) in differences.Where(static d => d.State == FileState.Surplus))
            {
                StagedFile.Remove(Paths.Join(root, Paths.Parent(file.Path)), Paths.Name(file.Path));
            }

            return differences;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SandboxException(ErrorCode.GeneratedFile, $"cannot write to {PrintableText.Escape(root)}: {(e is UnauthorizedAccessException ? "permission denied" : e.Message.TrimEnd('.'))}: name a directory you may write", e);
        }
        finally
        {
            staged.ForEach(static s => s.Dispose());
        }
    }

    private FileState State(GeneratedFile file)
    {
        string path = Paths.Join(root, file.Path);
        int error = SmallFile.Read(path, follow: false, Limit, out byte[] contents, out FileStatus status);
        return error switch
        {
            Errno.ENOENT => FileState.Missing,
            not 0 => throw InTheWay(path, error == Errno.ELOOP ? "a symbolic link" : $"{Errno.Describe(error)} ({Errno.Name(error)})"),
            _ when !status.IsRegular => throw InTheWay(path, "not a regular file"),
            _ when contents.AsSpan().SequenceEqual(Plain.GetBytes(file.Text)) => FileState.Current,
            _ => Marker.IsOurs(contents) ? FileState.Old : FileState.Foreign,
        };
    }

    private bool IsOurs(string path) =>
        SmallFile.Read(Paths.Join(root, path), follow: false, Limit, out byte[] contents, out FileStatus status) == 0 && status.IsRegular && Marker.IsOurs(contents);

    // The directory of a file, made where it is missing.
    private string Directory(GeneratedFile file)
    {
        string path = root;
        foreach (string part in file.Path.Split('/')[..^1])
        {
            path = Paths.Join(path, part);
            if (PlainDirectory.Make(path, Mode) is not (0 or Errno.EEXIST) and int error)
            {
                throw InTheWay(path, $"{Errno.Describe(error)} ({Errno.Name(error)})");
            }
        }

        return path;
    }

    private static SandboxException InTheWay(string path, string what) => new(ErrorCode.GeneratedFile, $"cannot use {PrintableText.Escape(path)}: {what}: move it away, or name another directory");
}
