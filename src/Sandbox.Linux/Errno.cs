using System.Runtime.InteropServices;

namespace Sandbox.Linux;

/// <summary>Error numbers by their C names (asm-generic/errno*.h).</summary>
public static class Errno
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int EINTR = 4;
    public const int E2BIG = 7;
    public const int ENOEXEC = 8;
    public const int EAGAIN = 11;
    public const int ENOMEM = 12;
    public const int EACCES = 13;
    public const int EBUSY = 16;
    public const int EEXIST = 17;
    public const int ENOTDIR = 20;
    public const int EISDIR = 21;
    public const int EINVAL = 22;
    public const int EMFILE = 24;
    public const int ENOSPC = 28;
    public const int EROFS = 30;
    public const int EPIPE = 32;
    public const int ENOSYS = 38;
    public const int ENOTEMPTY = 39;
    public const int ELOOP = 40;
    public const int EUSERS = 87;
    public const int EADDRINUSE = 98;
    public const int ECONNRESET = 104;
    public const int ESTALE = 116;

    private static readonly string[] Names =
    [
        "0", "EPERM", "ENOENT", "ESRCH", "EINTR", "EIO", "ENXIO", "E2BIG", "ENOEXEC", "EBADF", "ECHILD", "EAGAIN", "ENOMEM", "EACCES",
        "EFAULT", "ENOTBLK", "EBUSY", "EEXIST", "EXDEV", "ENODEV", "ENOTDIR", "EISDIR", "EINVAL", "ENFILE", "EMFILE", "ENOTTY", "ETXTBSY",
        "EFBIG", "ENOSPC", "ESPIPE", "EROFS", "EMLINK", "EPIPE", "EDOM", "ERANGE", "EDEADLK", "ENAMETOOLONG", "ENOLCK", "ENOSYS",
        "ENOTEMPTY", "ELOOP",
    ];

    /// <summary>The error of the last libc call on this thread.</summary>
    public static int Last => Marshal.GetLastPInvokeError();

    /// <summary>"ENOENT", or "errno 200" for one without a name here.</summary>
    public static string Name(int number) => number switch
    {
        EUSERS => "EUSERS",
        71 => "EPROTO",
        93 => "EPROTONOSUPPORT",
        95 => "EOPNOTSUPP",
        97 => "EAFNOSUPPORT",
        98 => "EADDRINUSE",
        101 => "ENETUNREACH",
        105 => "ENOBUFS",
        109 => "ETOOMANYREFS",
        111 => "ECONNREFUSED",
        ESTALE => "ESTALE",
        122 => "EDQUOT",
        >= 0 when number < Names.Length => Names[number],
        _ => "errno " + number.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>The kernel's words for it ("no such file or directory"), lower case.</summary>
    public static string Describe(int number) => Marshal.GetPInvokeErrorMessage(number).ToLowerInvariant();
}
