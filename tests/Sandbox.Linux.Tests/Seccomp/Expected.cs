namespace Sandbox.Linux.Tests.Seccomp;

/// <summary>What a case must answer under a filter.</summary>
internal enum Expected
{
    /// <summary>Whatever the kernel says without a filter: the filter stays out of it.</summary>
    AsWithout,
    Ok,
    Eperm,
    Enosys,
    Eafnosupport,
    Killed,
}
