using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>A memory control group (version 1) of a test's own, without a name of ours.</summary>
internal sealed class SmallGroup : IDisposable
{
    private const string Root = "/sys/fs/cgroup/memory";
    private readonly string _path;

    private SmallGroup(string path) => _path = path;

    /// <summary>The file into which a process writes its number to become a member.</summary>
    public string Members => Path.Combine(_path, "cgroup.procs");

    public static SmallGroup Create()
    {
        string path = Path.Combine(Root, $"lifetime-test-{Guid.NewGuid():N}");
        _ = Directory.CreateDirectory(path);
        return new(path);
    }

    /// <summary>In bytes.</summary>
    public void Limit(long bytes) => File.WriteAllText(Path.Combine(_path, "memory.limit_in_bytes"), bytes.ToString(CultureInfo.InvariantCulture));

    /// <summary>Bytes that its processes use, the kernel's for them included, without what could be thrown away.</summary>
    public long Usage()
    {
        try
        {
            File.WriteAllText(Path.Combine(_path, "memory.force_empty"), "0");
        }
        catch (IOException)
        {
            // Somebody is in it, or something is in use.
        }

        return Read("memory.usage_in_bytes") + Read("memory.kmem.usage_in_bytes");
    }

    private long Read(string file) => File.Exists(Path.Combine(_path, file)) ? long.Parse(File.ReadAllText(Path.Combine(_path, file)), CultureInfo.InvariantCulture) : 0;

    public void Dispose()
    {
        // A group is busy until the last of its processes is collected.
        Eventually.Holds(() => File.ReadAllText(Members).Length == 0, "the group is empty");
        Directory.Delete(_path);
    }
}
