namespace Sandbox.Guest.Kernel;

/// <summary>Kernel constants that only the guest's init needs, by their C names.</summary>
internal static class GuestC
{
    public const int AF_UNIX = 1;
    public const int AT_FDCWD = -100;
    public const int SOCK_SEQPACKET = 5;
    public const int SOL_SOCKET = 1;
    public const int SO_REUSEADDR = 2;
    public const int SHUT_WR = 1;
    public const int O_NONBLOCK = 0x800;
    public const int F_SETFL = 4;
    public const int F_ADD_SEALS = 1033;
    public const uint MFD_CLOEXEC = 1;
    public const uint MFD_ALLOW_SEALING = 2;
    public const ulong MS_NOSUID = 2;
    public const ulong MS_NODEV = 4;
    public const ulong MS_NOEXEC = 8;
    public const ulong MS_MOVE = 0x2000;
    public const short POLLOUT = 4;
    public const short POLLERR = 8;
    public const short POLLHUP = 16;
    public const int RLIMIT_NPROC = 6;
    public const int RLIMIT_NOFILE = 7;
    public const int SIGTERM = 15;
    public const int SIGPIPE = 13;
    public const int ENXIO = 6;
    public const int EIO = 5;
    public const int ECONNREFUSED = 111;
    public const int SIOCADDRT = 0x890B;
    public const int SIOCSIFADDR = 0x8916;
    public const int SIOCSIFNETMASK = 0x891C;
    public const ushort RTF_UP = 1;
    public const ushort RTF_GATEWAY = 2;
    public const uint LINUX_REBOOT_MAGIC1 = 0xFEE1DEAD;
    public const uint LINUX_REBOOT_MAGIC2 = 672274793;
    public const uint LINUX_REBOOT_CMD_POWER_OFF = 0x4321FEDC;
}
