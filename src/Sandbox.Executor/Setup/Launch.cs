using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Setup;

/// <summary>What one launch carries from step to step. Lives on the stack of Main and is copied by clone.</summary>
internal unsafe struct Launch
{
    public byte* Plan;
    public PlanHeader* Header;

    /// <summary>Whose flags and filter bind every session: the plan's header, and a copy once the plan is forgotten.</summary>
    public PlanHeader* Rules;

    /// <summary>The status pipe, or -1 when started by hand from a plan file: then failures are printed.</summary>
    public long Status;
    public long Liveness;
    public long Control;

    /// <summary>O_PATH descriptor of the host's root; lookups from it ignore everything mounted since.</summary>
    public long HostRoot;

    /// <summary>The mount that becomes the sandbox's root.</summary>
    public long Root;

    /// <summary>The host's /proc/self, kept for the maps of the second user namespace.</summary>
    public long ProcSelf;

    /// <summary>The directory opened last for a mount point, its path and length: neighbours share it.</summary>
    public long Parent;
    public byte* ParentPath;
    public int ParentLength;

    /// <summary>An unreadable empty file that masks are cloned from; 0 until the first one.</summary>
    public long MaskFile;

    /// <summary>The process that makes the network namespace, -1 for none, and its descriptor.</summary>
    public long NetworkMaker;
    public long NetworkMade;

    /// <summary>A descriptor of the process that waits outside, -1 when there is no launcher behind it.</summary>
    public long Monitor;

    /// <summary>The paths that must stay covered by read-only mounts; see Cover.</summary>
    public byte* Covered;

    /// <summary>A user namespace whose map mounts of the user's files get; 0 for none.</summary>
    public long IdMap;

    /// <summary>A procfs that is mounted nowhere, or AT_FDCWD where the host's own /proc is used.</summary>
    public long Proc;

    /// <summary>The owner is attaching mounts to a sandbox that runs.</summary>
    public bool ExpectsMounts;

    public byte* At(uint offset) => Plan + offset;
}
