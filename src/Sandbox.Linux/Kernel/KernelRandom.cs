using Sandbox.Linux.Native;

namespace Sandbox.Linux.Kernel;

/// <summary>
/// Unpredictable bytes straight from the kernel. The framework's generator is OpenSSL's, and loading that takes a fifth of the time in which a
/// sandbox starts.
/// </summary>
public static class KernelRandom
{
    /// <summary>getrandom(2) gives up to so many bytes whole once the kernel's pool is ready, whatever signals arrive.</summary>
    private const int Longest = 256;

    /// <param name="count">1 to 256.</param>
    /// <exception cref="IOException">The kernel gives none.</exception>
    public static unsafe byte[] Bytes(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Longest);
        byte[] bytes = new byte[count];
        fixed (byte* start = bytes)
        {
            nint got;
            do
            {
                got = Libc.getrandom(start, (nuint)count, 0);
            }
            while (got < 0 && Errno.Last == Errno.EINTR);

            return got == count ? bytes : throw new IOException("the kernel gives no random bytes");
        }
    }
}
