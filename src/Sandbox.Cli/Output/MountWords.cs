using System.Globalization;
using Sandbox.Core.Plans;

namespace Sandbox.Cli.Output;

/// <summary>A planned mount in words; the table and the JSON say the same.</summary>
internal static class MountWords
{
    public static string Kind(PlannedMount mount) => mount switch
    {
        BindMount => "bind",
        TmpfsMount => "tmpfs",
        ProcMount => "proc",
        DevptsMount => "devpts",
        SymlinkEntry => "symlink",
        DirectoryEntry => "directory",
        FileEntry => "file",
        MaskMount => "mask",
        RelockMount => "relock",
        SelfMount => "self",
        _ => mount.GetType().Name,
    };

    /// <summary>"ro", "rw", or "-" where it does not apply.</summary>
    public static string Access(PlannedMount mount) => mount switch
    {
        BindMount bind => bind.Writable ? "rw" : "ro",
        SelfMount self => self.Writable ? "rw" : "ro",
        TmpfsMount => "rw",
        MaskMount or RelockMount => "ro",
        _ => "-",
    };

    /// <summary>What stands behind it; never the contents of a file.</summary>
    public static string? Detail(PlannedMount mount) => mount switch
    {
        BindMount bind => string.Equals(bind.Source, bind.Target, StringComparison.Ordinal) ? null : bind.Source,
        TmpfsMount tmpfs => Size(tmpfs.Size),
        SymlinkEntry link => link.LinkTarget,
        FileEntry file => string.Create(CultureInfo.InvariantCulture, $"{file.Contents.Length} bytes"),
        _ => null,
    };

    private static string Size(long bytes) =>
        bytes >= 1L << 30 ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 30} GiB")
        : bytes >= 1L << 20 ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes >> 10} KiB");
}
