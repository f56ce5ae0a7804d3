// Shared with Sandbox.Backends together with PlanFormat.cs: how a plan travels through a container manager (systemd-nspawn).
namespace Sandbox.Executor.Plan;

/// <summary>
/// The manager passes LISTEN_FDS descriptors, from 3 on and without a gap, to the first process of its container: those of
/// <see cref="PlanFormat"/> up to 7, then these.
/// </summary>
internal static class ContainedFormat
{
    /// <summary>argv[1] of the executor outside; the manager's own argv follows.</summary>
    public const string Outside = "contain";

    /// <summary>argv[1] of the executor as PID 1 of the container.</summary>
    public const string Inside = "contained";

    /// <summary>The process that the manager runs in.</summary>
    public const int MonitorDescriptor = 8;

    /// <summary>The file tree of the plan: a detached mount.</summary>
    public const int TreeDescriptor = 9;

    /// <summary>The executor's own program.</summary>
    public const int ProgramDescriptor = 10;

    /// <summary>The first of three that are the caller's 0, 1 and 2: what is at these numbers in the container is the manager's.</summary>
    public const int StandardDescriptors = 11;

    public const int Last = StandardDescriptors + 2;

    /// <summary>A directory tree that holds nothing, for the manager to take as the container's root; in a /run that only it sees.</summary>
    public const string EmptyRoot = "/run/root";

    /// <summary>Ids that a mount shifts: as many as a user namespace of the manager has.</summary>
    public const uint Ids = 65536;
}
