using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Tests.Mounting;

/// <summary>Plan flags as plain numbers: the enumeration is internal, test parameters are public.</summary>
internal static class MountFlagBits
{
    public const int None = 0;
    public const int ReadOnly = (int)MountFlags.ReadOnly;
    public const int Recursive = (int)MountFlags.Recursive;
    public const int IsFile = (int)MountFlags.IsFile;
    public const int Create = (int)MountFlags.Create;
    public const int Optional = (int)MountFlags.Optional;
    public const int NoSuid = (int)MountFlags.NoSuid;
    public const int NoDev = (int)MountFlags.NoDev;
    public const int NoExec = (int)MountFlags.NoExec;
    public const int All = ReadOnly | Recursive | NoSuid | NoDev | NoExec;
}
