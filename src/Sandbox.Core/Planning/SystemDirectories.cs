namespace Sandbox.Core.Planning;

/// <summary>Directories that belong to the machine and not to a project.</summary>
internal static class SystemDirectories
{
    /// <summary>Whole trees that would undo the sandbox; single entries below them are the user's business.</summary>
    public static IReadOnlyList<string> Whole { get; } = ["/", "/dev", "/etc", "/home", "/proc", "/run", "/sys", "/tmp", "/var"];

    /// <summary>Programs and libraries that the host runs: an agent that may write them owns the machine.</summary>
    public static IReadOnlyList<string> Programs { get; } =
    [
        "/bin", "/boot", "/lib", "/lib32", "/lib64", "/libx32", "/nix", "/nix/store", "/opt", "/sbin", "/usr", "/usr/bin", "/usr/lib", "/usr/lib32", "/usr/lib64",
        "/usr/libexec", "/usr/libx32", "/usr/local", "/usr/local/bin", "/usr/local/lib", "/usr/local/sbin", "/usr/sbin", "/usr/share",
    ];

    /// <summary>Nothing at or below these is anybody's project: the sandbox has its own in their place, or the machine runs what is there.</summary>
    public static IReadOnlyList<string> NeverBelow { get; } =
    [
        "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store", "/proc", "/run", "/sbin", "/sys",
        "/usr/bin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec", "/usr/libx32", "/usr/local/bin", "/usr/local/lib", "/usr/local/sbin", "/usr/sbin",
    ];

    /// <summary>The administrator's home, whoever asks.</summary>
    public const string RootHome = "/root";
}
