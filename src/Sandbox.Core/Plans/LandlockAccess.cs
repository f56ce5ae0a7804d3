namespace Sandbox.Core.Plans;

/// <summary>LANDLOCK_ACCESS_FS_* of linux/landlock.h, bit by bit.</summary>
[Flags]
public enum LandlockAccess : uint
{
    None = 0,
    Execute = 1 << 0,
    WriteFile = 1 << 1,
    ReadFile = 1 << 2,
    ReadDirectory = 1 << 3,
    RemoveDirectory = 1 << 4,
    RemoveFile = 1 << 5,
    MakeCharacterDevice = 1 << 6,
    MakeDirectory = 1 << 7,
    MakeFile = 1 << 8,
    MakeSocket = 1 << 9,
    MakeFifo = 1 << 10,
    MakeBlockDevice = 1 << 11,
    MakeSymlink = 1 << 12,

    /// <summary>Renaming and linking between directories; ABI 2.</summary>
    Refer = 1 << 13,

    /// <summary>ABI 3.</summary>
    Truncate = 1 << 14,

    /// <summary>ioctl on a device; ABI 5.</summary>
    DeviceControl = 1 << 15,
}
