namespace Sandbox.Linux.Seccomp;

/// <summary>What the filter does with one system call: an answer at once, or a look at its arguments first.</summary>
internal enum SyscallVerdict
{
    Allow,
    Eperm,
    Enosys,
    Clone,
    Unshare,
    Socket,
    SocketPair,
    Ioctl,
    Personality,
    InstallFilter,
    Open,
    OpenAt,
    ModeInArgument1,
    ModeInArgument2,
    NodeInArgument1,
    NodeInArgument2,
    TargetInArgument0,
    Priority,
    IoPriority,
}
