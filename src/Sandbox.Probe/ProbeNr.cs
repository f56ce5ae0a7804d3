namespace Sandbox.Probe;

/// <summary>Numbers of x86_64 that the executor has no use for; a test holds them to the header.</summary>
internal static class ProbeNr
{
    public const long mkdir = 83;
    public const long rmdir = 84;
    public const long rename = 82;
    public const long getsockname = 51;
    public const long shmget = 29;
    public const long shmctl = 31;
    public const long alarm = 37;
    public const long getdents64 = 217;
    public const long add_key = 248;
    public const long keyctl = 250;
    public const long renameat = 264;
    public const long accept4 = 288;
    public const long clone3 = 435;
}
