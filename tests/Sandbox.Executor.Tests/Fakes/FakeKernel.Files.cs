using System.Runtime.InteropServices;
using Sandbox.Executor.Kernel;

namespace Sandbox.Executor.Tests.Fakes;

internal sealed unsafe partial class FakeKernel
{
    private const int EROFS = 30;
    private const uint S_IFCHR = 0x2000;

    private readonly List<GuardedMemory> _memory = [];
    private readonly HashSet<string> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _trees = [];

    /// <summary>Descriptors (by name) that lead to a directory.</summary>
    public HashSet<string> Directories { get; } = new(StringComparer.Ordinal);

    /// <summary>Contents of the plan's descriptor, or of the plan file.</summary>
    public byte[] Plan { get; init; } = [];

    public int Seals { get; set; } = C.F_SEAL_SEAL | C.F_SEAL_SHRINK | C.F_SEAL_GROW | C.F_SEAL_WRITE;

    /// <summary>st_mode and st_uid of the plan.</summary>
    public (uint Mode, uint Uid) PlanFile { get; set; } = (C.S_IFREG | 0b110_000_000, 1000);

    /// <summary>The plan's st_size when it differs from what can be read.</summary>
    public long? ClaimedSize { get; set; }

    public uint Uid { get; init; } = 1000;

    /// <summary>st_dev and st_ino by descriptor name ("host:/srv"); (1, 1) for others.</summary>
    public Dictionary<string, (ulong Device, ulong Inode)> Identities { get; } = [];

    /// <summary>Names ("host:/srv", "root:/proc/kcore") that do not exist whatever the model would say.</summary>
    public HashSet<string> Missing { get; } = new(StringComparer.Ordinal);

    /// <summary>Everything written so far, by the descriptor's name.</summary>
    public Dictionary<string, List<byte>> Written { get; } = [];

    public static string? Text(long address) =>
        address == 0 ? null : System.Text.Encoding.Latin1.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)address));

    /// <summary>Whether a pointer leads into the plan, which is the first thing that is mapped.</summary>
    public bool IsInPlan(long address) => _memory.Exists(m => m.Contains(address));

    private static int OpenFlags(long how) => (int)((OpenHow*)how)->Flags;

    // Names are "host:/a" below the host's root and "root:/a" below the new one.
    private string Compose(long directory, string path)
    {
        string above = directory == C.AT_FDCWD ? string.Empty : Descriptor(directory)?.Name ?? "closed";
        string slash = above.Contains(':', StringComparison.Ordinal) ? "/" : ":/";
        return path.Length == 0 ? above :
            path == "." ? (above == "root" ? "root:/" : above) :
            above.Length == 0 ? path :
            above.EndsWith('/') ? above + path : above + slash + path;
    }

    private bool Exists(string name) =>
        !Missing.Contains(name) && (!name.StartsWith("root:", StringComparison.Ordinal) || name == "root:/" || _entries.Contains(name) ||
            _trees.Exists(t => name.StartsWith(t + "/", StringComparison.Ordinal)));

    private long Open(long directory, string path, int flags)
    {
        if (directory != C.AT_FDCWD && Descriptor(directory) is null)
        {
            return -C.EBADF;
        }

        string name = directory == C.AT_FDCWD && path == "/" ? "host" : Compose(directory, path);
        if ((flags & C.O_CREAT) != 0)
        {
            if (!_entries.Add(name))
            {
                return -C.EEXIST;
            }
        }
        else if (!Exists(name))
        {
            return -C.ENOENT;
        }

        return Add(new OpenDescriptor(name) { ClosesOnExec = (flags & C.O_CLOEXEC) != 0 });
    }

    private long Make(long directory, string name)
    {
        string whole = Compose(directory, name);
        return Descriptor(directory) is null ? -C.EBADF : Exists(whole) ? -C.EEXIST : _entries.Add(whole) ? 0 : -C.EEXIST;
    }

    private long Unlink(long directory, string name) =>
        _relocked.Contains("root") ? -EROFS : _entries.Remove(Compose(directory, name)) ? 0 : -C.ENOENT;

    private long Status(long descriptor, long into)
    {
        if (Descriptor(descriptor) is not { } open)
        {
            return -C.EBADF;
        }

        bool plan = open.Name is "plan" or "/plan" or "record";
        (ulong device, ulong inode) = Identities.GetValueOrDefault(open.Name, (1UL, 1UL));
        *(Stat*)into = new Stat
        {
            Device = device,
            Inode = inode,
            Mode = plan ? PlanFile.Mode : Directories.Contains(open.Name) ? C.S_IFDIR : open.Name.StartsWith("std", StringComparison.Ordinal) ? S_IFCHR : C.S_IFREG,
            Uid = PlanFile.Uid,
            Size = plan ? ClaimedSize ?? Plan.Length : 0,
        };
        return 0;
    }

    private long ReadPlan(in CallArguments a)
    {
        long count = Math.Clamp(Plan.Length - a.D, 0, a.C);
        Plan.AsSpan((int)Math.Min(a.D, Plan.Length), (int)count).CopyTo(new Span<byte>((void*)a.B, (int)count));
        return Descriptor(a.A) is null ? -C.EBADF : count;
    }

    private long Write(in CallArguments a)
    {
        if (Descriptor(a.A) is not { } open)
        {
            return -C.EBADF;
        }

        if (open.Name.EndsWith("gid_map", StringComparison.Ordinal) && !Written.ContainsKey("/proc/self/setgroups"))
        {
            return -C.EPERM;
        }

        if (open.Name.EndsWith("id_map", StringComparison.Ordinal))
        {
            _maps.Add(System.Text.Encoding.ASCII.GetString(new ReadOnlySpan<byte>((void*)a.B, (int)a.C - 1)));
        }

        string name = open.Name.Replace(":/", "/", StringComparison.Ordinal);
        (Written.TryGetValue(name, out List<byte>? bytes) ? bytes : Written[name] = []).AddRange(new ReadOnlySpan<byte>((void*)a.B, (int)a.C));
        return a.C;
    }

    private long Map(long length)
    {
        _memory.Add(new GuardedMemory(length));
        return (long)_memory[^1].Start;
    }

    private long Unmap(long address)
    {
        int index = _memory.FindIndex(m => m.Contains(address));
        if (index >= 0)
        {
            _memory[index].Dispose();
            _memory.RemoveAt(index);
        }

        return index < 0 ? -C.EINVAL : 0;
    }
}
