using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Linux;
using Sandbox.Linux.Files;
using Sandbox.Linux.Users;

namespace Sandbox.Sessions.Cgroups;

/// <summary>The control groups of one live sandbox: made and limited before it starts, removed when it has ended.</summary>
public sealed class SandboxCgroup : IDisposable
{
    /// <summary>What the names of all of ours begin with.</summary>
    public const string Prefix = "claude-sandbox-";

    private const uint Mode = 0b111_101_101;

    private readonly CgroupRecord _record;
    private readonly List<string> _made = [];
    private readonly List<Descriptor> _entrances = [];

    private SandboxCgroup(CgroupRecord record) => _record = record;

    /// <summary>The file of each group through which a process enters it, open for writing.</summary>
    public IReadOnlyList<Descriptor> Entrances => _entrances;

    /// <summary>Whoever has this open owns the groups: as long as somebody does they are not swept. Null where nothing could be written down.</summary>
    public Descriptor? Hold => _record.Hold;

    /// <summary>Absolute directories.</summary>
    public IReadOnlyList<string> Directories => _made;

    /// <summary>Writes down what will be made, makes it and sets every limit.</summary>
    /// <exception cref="SandboxException">CS220: a group or one of its limits is refused; nothing is left behind.</exception>
    public static SandboxCgroup Create(string stateRoot, CgroupPlan plan)
    {
        string name = Prefix + Guid.NewGuid().ToString("N");
        List<string> paths = [];
        foreach (CgroupGroup group in plan.Groups)
        {
            paths.Add(Paths.Join(group.Parent, name));
        }

        SandboxCgroup cgroup = new(CgroupRecord.Create(stateRoot, name, paths));
        try
        {
            using RootRights? root = RootRights.Borrow();
            for (int i = 0; i < paths.Count; i++)
            {
                cgroup.Make(paths[i], plan.Groups[i], plan.Version);
            }

            return cgroup;
        }
        catch
        {
            cgroup.Dispose();
            throw;
        }
    }

    /// <summary>Removes the groups, which nothing is in any more, and what was written down about them. Never fails.</summary>
    public void Dispose()
    {
        _entrances.ForEach(static e => e.Dispose());
        _record.Finish();
    }

    private void Make(string path, CgroupGroup group, int version)
    {
        int error = HostPath.MakeDirectory(path, Mode);
        if (error != 0)
        {
            throw Refused("make the control group", path, error);
        }

        _made.Add(path);
        foreach (CgroupSetting setting in group.Settings)
        {
            string file = Paths.Join(path, setting.File);
            int written = KernelFile.Write(file, setting.Value);
            if (written != 0 && !(setting.Optional && written is Errno.ENOENT or Errno.EACCES or Errno.EPERM))
            {
                throw Refused($"write {setting.Value} to", file, written);
            }
        }

        // With version 1 by its thread, its only one: to move a whole process the kernel waits ten milliseconds for all processors.
        Descriptor entrance = KernelFile.OpenForWriting(Paths.Join(path, version == 1 ? "tasks" : "cgroup.procs"));
        if (entrance.IsInvalid)
        {
            throw Refused("enter the control group", path, Errno.Last);
        }

        _entrances.Add(entrance);
    }

    private static SandboxException Refused(string what, string path, int error) => new(
        ErrorCode.Limits,
        $"cannot {what} {PrintableText.Escape(path)}: {Errno.Describe(error)} ({Errno.Name(error)}): pass --memory none --cpus none --pids none to run without its limits, or see `claude-sandbox doctor`");
}
