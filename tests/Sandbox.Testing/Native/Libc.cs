using System.Runtime.InteropServices;

namespace Sandbox.Testing.Native;

/// <summary>
/// C functions that the helpers need, under their C names. They are not Sandbox.Linux's: a judge that shares code with the
/// accused would share its mistakes.
/// </summary>
internal static unsafe partial class Libc
{
    private const string Name = "libc";

    public static int LastError() => Marshal.GetLastPInvokeError();

    /// <summary>Throws what went wrong in the words of <c>strerror</c>, with the subject in front.</summary>
    public static TestFailureException Failure(string what, int error) =>
        new($"{what}: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})");

    [LibraryImport(Name)]
    public static partial uint geteuid();

    [LibraryImport(Name)]
    public static partial uint getegid();

    [LibraryImport(Name, SetLastError = true)]
    public static partial int kill(int pid, int sig);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int waitpid(int pid, out int status, int options);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int pipe2(int* fds, int flags);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int fcntl(int fd, int command, int argument);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int inotify_init1(int flags);

    [LibraryImport(Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int inotify_add_watch(int fd, string path, uint mask);

    [LibraryImport(Name, SetLastError = true)]
    public static partial nint read(int fd, byte* buffer, nuint count);

    [LibraryImport(Name, SetLastError = true)]
    public static partial nint write(int fd, byte* buffer, nuint count);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    /// <summary>glibc wraps neither openat2 nor (before 2.36) pidfd_open.</summary>
    [LibraryImport(Name, EntryPoint = "syscall", SetLastError = true)]
    public static partial nint syscall(nint number, nint a, nint b, nint c, nint d);
}
