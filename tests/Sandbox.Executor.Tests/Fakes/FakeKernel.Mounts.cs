using Sandbox.Executor.Kernel;

namespace Sandbox.Executor.Tests.Fakes;

internal sealed unsafe partial class FakeKernel
{
    private readonly List<string> _attached = [];
    private readonly HashSet<string> _relocked = new(StringComparer.Ordinal);
    private string _directory = "/";
    private bool _private;
    private bool _pivoted;
    private bool _detached;

    /// <summary>What was mounted where with which attributes, in order.</summary>
    public IReadOnlyList<string> Attached => _attached;

    private long ChangeRoot(long number, in CallArguments a)
    {
        if (number is Nr.chdir or Nr.fchdir)
        {
            _directory = number == Nr.chdir ? Text(a.A)! : Descriptor(a.A)?.Name ?? "closed";
            return _directory == "closed" ? -C.EBADF : 0;
        }

        if (_capabilities == 0)
        {
            return -C.EPERM;
        }

        switch (number)
        {
            case Nr.mount:
                _private = Text(a.B) == "/" && (ulong)a.D == (C.MS_REC | C.MS_PRIVATE);
                return 0;
            case Nr.pivot_root when _directory != "root":
                return -C.EINVAL;
            case Nr.pivot_root:
                _pivoted = true;
                return 0;
            default:
                _detached = _pivoted && a.B == C.MNT_DETACH;
                return _detached ? 0 : -C.EINVAL;
        }
    }

    private long FileSystem(long number, in CallArguments a)
    {
        if (_capabilities == 0)
        {
            return -C.EPERM;
        }

        if (number == Nr.fsopen)
        {
            return Add(new OpenDescriptor($"{Text(a.A)} context") { ClosesOnExec = true });
        }

        if (Descriptor(a.A) is not { } context)
        {
            return -C.EBADF;
        }

        // The first one made becomes the new root.
        bool first = _attached.Count == 0 && _descriptors.Values.All(d => d.Name != "root");
        string name = first ? "root" : $"new {context.Name[..^" context".Length]}";
        return number == Nr.fsconfig ? 0 : Add(new OpenDescriptor(name) { ClosesOnExec = true, Attributes = (ulong)a.C });
    }

    private long OpenTree(long number, in CallArguments a)
    {
        if (_capabilities == 0)
        {
            return -C.EPERM;
        }

        if (Descriptor(a.A) is not { } open)
        {
            return -C.EBADF;
        }

        ulong attributes = number == Nr.open_tree_attr ? ((MountAttr*)a.D)->Set : 0;
        return Add(new OpenDescriptor($"copy of {open.Name}") { ClosesOnExec = true, Attributes = attributes });
    }

    private long SetAttributes(in CallArguments a)
    {
        if (_capabilities == 0)
        {
            return -C.EPERM;
        }

        if (Descriptor(a.A) is not { } open)
        {
            return -C.EBADF;
        }

        open.Attributes |= ((MountAttr*)a.D)->Set;
        if (open.Name.StartsWith("root", StringComparison.Ordinal))
        {
            _relocked.Add(open.Name);
        }

        return 0;
    }

    private long MoveMount(in CallArguments a)
    {
        if (_capabilities == 0)
        {
            return -C.EPERM;
        }

        if (Descriptor(a.A) is not { } from || Descriptor(a.C) is null)
        {
            return -C.EBADF;
        }

        string path = Text(a.D)!;
        string target = Compose(a.C, path);
        if ((path.Length == 0 && (a.E & C.MOVE_MOUNT_T_EMPTY_PATH) == 0) || (target != "host" && !Exists(target)))
        {
            return -C.ENOENT;
        }

        // What was there is hidden; a copy of itself hides nothing.
        if (!from.Name.StartsWith("copy of root:", StringComparison.Ordinal))
        {
            _entries.RemoveWhere(e => e.StartsWith(target + "/", StringComparison.Ordinal));
            _trees.RemoveAll(t => t == target || t.StartsWith(target + "/", StringComparison.Ordinal));
        }

        if (from.Name.StartsWith("copy of host:", StringComparison.Ordinal) || from.Name == "new proc")
        {
            _trees.Add(target);
        }

        _attached.Add($"{target} = {from.Name} ({Symbols.Bits((long)from.Attributes, "MOUNT_ATTR_")})");
        return 0;
    }
}
