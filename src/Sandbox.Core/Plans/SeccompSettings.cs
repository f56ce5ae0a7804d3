namespace Sandbox.Core.Plans;

/// <summary>Which variant of the system call filter applies.</summary>
/// <param name="AllowNestedUserNamespaces">Namespace and mount calls are left to the kernel.</param>
/// <param name="AllowDebugging">ptrace and its relatives are left to the kernel.</param>
/// <param name="DenySetgid">Set-group-id bits are refused as set-user-id bits always are (uid 0 inside).</param>
public sealed record SeccompSettings(bool AllowNestedUserNamespaces, bool AllowDebugging, bool DenySetgid);
