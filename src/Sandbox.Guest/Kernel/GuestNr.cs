namespace Sandbox.Guest.Kernel;

/// <summary>x86_64 system call numbers that only the guest's init needs (asm/unistd_64.h).</summary>
internal static class GuestNr
{
    public const long nanosleep = 35;
    public const long accept = 43;
    public const long shutdown = 48;
    public const long socketpair = 53;
    public const long fchown = 93;
    public const long setresuid = 117;
    public const long setresgid = 119;
    public const long chroot = 161;
    public const long sync = 162;
    public const long reboot = 169;
    public const long finit_module = 313;
    public const long memfd_create = 319;
    public const long execveat = 322;
}
