namespace Sandbox.Linux.Tests.Seccomp;

/// <summary>The values a filter returns, written out once more and not taken from the library.</summary>
internal static class Answers
{
    internal const uint Allow = 0x7FFF0000;
    internal const uint Kill = 0x80000000;
    internal const uint Eperm = 0x00050001;
    internal const uint Enosys = 0x00050026;
    internal const uint Eafnosupport = 0x00050061;
}
