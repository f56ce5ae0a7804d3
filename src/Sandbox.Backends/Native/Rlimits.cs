namespace Sandbox.Backends.Native;

/// <summary>RLIMIT_* by name (asm-generic/resource.h, the numbering of x86_64 and arm64).</summary>
internal static class Rlimits
{
    private static readonly string[] Names =
        ["cpu", "fsize", "data", "stack", "core", "rss", "nproc", "nofile", "memlock", "as", "locks", "sigpending", "msgqueue", "nice", "rtprio", "rttime"];

    public static ulong Number(string name) =>
        Array.IndexOf(Names, name) is >= 0 and int index ? (ulong)index : throw new ArgumentException($"unknown resource {name}", nameof(name));
}
