using System.Text;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;

namespace Sandbox.Core.Tests.Fakes;

/// <summary>
/// A file system in memory that resolves paths as the kernel does: component by component, <c>..</c> behind symbolic links,
/// and nothing below a directory that may not be entered. FakeFilesTests compares it with the real one.
/// </summary>
internal sealed class FakeFiles : IHostFiles
{
    private const ulong Device = 0x801;
    private const int MostLinks = 40;
    private readonly Dictionary<string, FakeEntry> _entries = new(StringComparer.Ordinal);
    private ulong _inode = 1;

    public FakeFiles() => Add("/", PathKind.Directory);

    public FakeEntry this[string path] => _entries[path];

    public FakeFiles Add(string path, PathKind kind, Func<FakeEntry, FakeEntry>? with = null)
    {
        if (path != "/" && !_entries.ContainsKey(Paths.Parent(path)))
        {
            Add(Paths.Parent(path), PathKind.Directory);
        }

        FakeEntry entry = new(kind, ++_inode);
        _entries[path] = with?.Invoke(entry) ?? entry;
        return this;
    }

    public FakeFiles Directories(params ReadOnlySpan<string> paths)
    {
        foreach (string path in paths)
        {
            Add(path, PathKind.Directory);
        }

        return this;
    }

    public FakeFiles File(string path, string text = "") => File(path, Encoding.UTF8.GetBytes(text));

    public FakeFiles File(string path, byte[] contents) =>
        Add(path, PathKind.File, e => e with { Contents = contents, Mode = 0b110_100_100 });

    public FakeFiles Link(string path, string target) => Add(path, PathKind.Symlink, e => e with { Link = target });

    public FakeFiles Socket(string path) => Add(path, PathKind.Socket);

    public void Change(string path, Func<FakeEntry, FakeEntry> change) => _entries[path] = change(_entries[path]);

    public void Remove(string path) => _entries.Remove(path);

    public PathFacts Look(string path) => Facts(path, follow: false);

    public PathFacts Follow(string path) => Facts(path, follow: true);

    public bool CanEnter(string directory) => Resolve(directory, true) is (_, { Kind: PathKind.Directory, Enterable: true });

    public bool CanWrite(string directory) => Resolve(directory, true) is (_, { Kind: PathKind.Directory, Enterable: true, Writable: true });

    public IReadOnlyList<string> List(string directory) =>
        Resolve(directory, true) is (string found, { Kind: PathKind.Directory, Enterable: true })
            ? [.. _entries.Keys.Where(p => p != "/" && Paths.Parent(p) == found).Select(Paths.Name).Order(StringComparer.Ordinal)]
            : [];

    public byte[]? ReadKernel(string path) => Read(path, 4096);

    public byte[]? Read(string path, int limit) =>
        Resolve(path, true) is (_, { Kind: PathKind.File } file) && file.Contents.Length <= limit ? file.Contents : null;

    private PathFacts Facts(string path, bool follow)
    {
        (string found, FakeEntry? entry) = Resolve(path, follow);
        return entry is null ? PathFacts.Missing : entry.Kind == PathKind.Forbidden ? new PathFacts { Kind = PathKind.Forbidden } : new PathFacts
        {
            Kind = entry.Kind,
            LinkTarget = entry.Link,
            Canonical = follow ? found : null,
            Device = Device,
            Inode = entry.Inode,
            Mode = entry.Mode,
        };
    }

    private (string Path, FakeEntry? Entry) Resolve(string path, bool follow)
    {
        string at = "/";
        int links = 0;
        Stack<string> rest = new(Components(path).Reverse());
        bool slash = path.EndsWith('/');
        while (rest.TryPop(out string? name))
        {
            if (_entries[at] is { Kind: not PathKind.Directory })
            {
                return (at, null);
            }

            if (!_entries[at].Enterable)
            {
                return (at, new FakeEntry(PathKind.Forbidden, 0));
            }

            string next = name == ".." ? Paths.Parent(at) : Paths.Join(at, name);
            if (!_entries.TryGetValue(next, out FakeEntry? entry))
            {
                return (next, null);
            }

            if (entry.Link is { } target && (follow || rest.Count > 0 || slash))
            {
                if (++links > MostLinks)
                {
                    return (next, null);
                }

                at = target.StartsWith('/') ? "/" : at;
                foreach (string component in Components(target).Reverse())
                {
                    rest.Push(component);
                }

                continue;
            }

            at = next;
        }

        return slash && _entries[at].Kind != PathKind.Directory ? (at, null) : (at, _entries[at]);
    }

    private static string[] Components(string path) => [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(c => c != ".")];
}
