using Sandbox.Core.Policy;
using Sandbox.Linux.Files;

namespace Sandbox.Sessions.Report;

/// <summary>
/// Looks through a project after a sandbox for what tools outside would run or obey. Nothing is looked at before the start: whatever has
/// changed since then has a newer ctime, which nobody can set back. The work is bounded.
/// </summary>
public sealed class ProjectReport
{
    private const int MostEntries = 500_000;
    private const int MostFindings = 1000;
    private const int Deepest = 128;
    private const int BufferLength = 32 * 1024;

    // The kernel stamps files by a clock that ticks every few milliseconds.
    private const long Tick = 20_000_000;

    private static readonly string[] SystemPlaces = ["/usr/", "/bin/", "/lib", "/nix/store/", "/opt/"];

    private readonly string _project;
    private readonly long _start;
    private readonly List<ReportFinding> _findings = [];
    private int _left = MostEntries;

    private ProjectReport(string project, long start)
    {
        _project = project;
        _start = start - Tick;
    }

    /// <summary>In the order of the walk.</summary>
    public IReadOnlyList<ReportFinding> Findings => _findings;

    /// <summary>False when the project was too large to look at all of it.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>The moment to compare with.</summary>
    public static long Now => (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) * 100;

    /// <param name="project">Canonical path.</param>
    /// <param name="start">A <see cref="Now"/> from before the payload ran.</param>
    public static ProjectReport Make(string project, long start)
    {
        ProjectReport report = new(project, start);
        using DirectoryHandle? directory = DirectoryHandle.Open(project);
        if (directory is not null)
        {
            report.Walk(directory, string.Empty, Deepest, isObeyed: false);
        }

        return report;
    }

    private void Walk(DirectoryHandle directory, string path, int depth, bool isObeyed)
    {
        bool isChanged = directory.Stamp().Changed >= _start;
        int parts = 0;
        List<string>? below = null;
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BufferLength);
        DirectoryEntryReader entries = directory.Entries(buffer);
        while (entries.MoveNext())
        {
            if (--_left < 0 || _findings.Count >= MostFindings || depth == 0)
            {
                IsComplete = false;
                break;
            }

            string name = ByteText.DecodeName(entries.Name);
            EntryKind kind = entries.Kind == EntryKind.Unknown ? Kind(directory, name) : entries.Kind;
            parts |= Part(name, kind);
            if (name == ".git")
            {
                Repository(directory, path, name);
            }
            else if (kind == EntryKind.Directory)
            {
                (below ??= []).Add(name);
            }
            else if (kind == EntryKind.Link)
            {
                Link(directory, path, name, isChanged);
            }
            else if (kind == EntryKind.File)
            {
                File(directory, path, name, isObeyed, isChanged);
            }
        }

        System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        if (parts == 15 && path.Length > 0 && directory.Stamp("config").Changed >= _start)
        {
            Add("repository", path, "a repository without a work tree, whose settings git obeys in it");
        }

        foreach (string name in below ?? [])
        {
            using DirectoryHandle? inner = directory.Sub(name);
            if (inner is not null)
            {
                Walk(inner, Join(path, name), depth - 1, isObeyed || ObeyedFiles.HasDirectory(name));
            }
        }
    }

    private void File(DirectoryHandle directory, string path, string name, bool isObeyed, bool isChanged)
    {
        bool isRoot = path.Length == 0;
        if (!isObeyed && !isRoot && !ObeyedFiles.Has(name))
        {
            return;
        }

        if (directory.Stamp(name).Changed < _start)
        {
            return;
        }

        if (isObeyed || ObeyedFiles.Has(name))
        {
            Add("file", Join(path, name), "tools run or obey it");
        }
        else if (directory.Look(name) is { } status && (status.Mode & 0b001_001_001) != 0)
        {
            Add("executable", Join(path, name), isChanged ? "an executable, new or changed" : "an executable, changed");
        }
    }

    private void Link(DirectoryHandle directory, string path, string name, bool isChanged)
    {
        // A link is never changed, only made anew, and that changes its directory.
        if (!isChanged || directory.Stamp(name).Changed < _start || directory.ReadLink(name) is not { } target)
        {
            return;
        }

        string absolute = Core.Planning.Paths.Absolute(target, Core.Planning.Paths.Join(_project, path), "/");
        if (!Core.Planning.Paths.IsWithin(absolute, _project) && !Array.Exists(SystemPlaces, s => absolute.StartsWith(s, StringComparison.Ordinal)))
        {
            Add("link", Join(path, name), $"leads out of the project, to {target}");
        }
    }

    private void Repository(DirectoryHandle directory, string path, string name)
    {
        if (path.Length == 0 && directory.Look(name) is { IsDirectory: true } && directory.Stamp(".git/HEAD").Changed < _start)
        {
            return;
        }

        string at = Join(path, name);
        if (directory.Look(name) is { IsDirectory: false })
        {
            if (directory.Stamp(name).Changed >= _start)
            {
                Add("repository", at, "leads git to another directory, whose settings and hooks it obeys");
            }

            return;
        }

        bool config = directory.Stamp(name + "/config").Changed >= _start;
        bool hooks = directory.Stamp(name + "/hooks").Changed >= _start;
        if ((path.Length > 0 || IsNew(directory, name)) && (config || hooks))
        {
            Add("repository", at, "its settings or hooks are new or changed, and git obeys them there");
        }
    }

    // The project's own repository stands under the private git directory while a sandbox runs; one that was made inside does not.
    private bool IsNew(DirectoryHandle directory, string name) =>
        directory.Stamp(name + "/description").Changed >= _start || directory.Stamp(name + "/config").Changed >= _start;

    private static EntryKind Kind(DirectoryHandle directory, string name) => directory.Look(name) switch
    {
        { IsDirectory: true } => EntryKind.Directory,
        { IsSymlink: true } => EntryKind.Link,
        { IsRegular: true } => EntryKind.File,
        _ => EntryKind.Unknown,
    };

    private static int Part(string name, EntryKind kind) => (name, kind) switch
    {
        ("HEAD", EntryKind.File) => 1,
        ("config", EntryKind.File) => 2,
        ("objects", EntryKind.Directory) => 4,
        ("refs", EntryKind.Directory) => 8,
        _ => 0,
    };

    private void Add(string kind, string path, string reason) => _findings.Add(new ReportFinding(kind, path, reason));

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}/{name}";
}
