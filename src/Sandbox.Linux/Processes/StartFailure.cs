using System.Runtime.InteropServices;

namespace Sandbox.Linux.Processes;

/// <summary>Reasons for execve(2) to fail, in words and with errno's name.</summary>
internal static class StartFailure
{
    internal static string Describe(int error) => error switch
    {
        2 => "it, or the interpreter that it names, does not exist (ENOENT)",
        7 => "its arguments and environment are too long (E2BIG)",
        8 => "it is not a program for this machine (ENOEXEC)",
        11 => "too many processes (EAGAIN)",
        12 => "not enough memory (ENOMEM)",
        13 => "it is not executable, or lies on a file system mounted noexec (EACCES)",
        26 => "something is still writing to it (ETXTBSY)",
        _ => $"{Marshal.GetPInvokeErrorMessage(error)} (errno {error})",
    };
}
