using Sandbox.Executor.Kernel;
using Sandbox.Executor.Tests.Fakes;

namespace Sandbox.Executor.Tests.Failing;

/// <summary>A call whose failure does not end the launch.</summary>
/// <param name="Call">How its text begins.</param>
/// <param name="Errors">The errors that are tolerated; none means every error.</param>
/// <param name="Reason">Why the command may run all the same.</param>
internal sealed record Tolerated(string Call, int[] Errors, string Reason)
{
    private const int ENOSPC = 28;

    /// <summary>
    /// The whole list. Whatever is tolerated must leave the command exactly as confined as a launch without failure does;
    /// the exceptions leave out what the plan itself calls optional.
    /// </summary>
    public static IReadOnlyList<Tolerated> List { get; } =
    [
        new("rt_sigaction(", [], "a disposition that could not be reset stays the caller's; it confines nothing"),
        new("rt_sigprocmask(SETMASK, none)", [], "a mask that could not be cleared stays the caller's; it confines nothing"),
        new("umask(", [], "cannot fail in Linux") { Differs = true },
        new("close(", [], "frees the descriptor in Linux even when it fails; close_range before execve closes what is left, and is checked"),
        new("close_range(12, 13)", [], "two descriptors are then closed one by one"),
        new("close_range(8, 9)", [], "a plan file: two descriptors are then closed one by one"),
        new("close_range(8, all)", [], "tidies up for PID 1; the one before execve is checked"),
        new("close_range(3, all) [1]", [], "a plan file: tidies up; the one before execve is checked"),
        new("unshare(NEWUSER) [2]", [], "the self-check: it has to fail"),
        new("open_tree_attr(", [C.ENOSYS], "Linux before 6.15: open_tree and mount_setattr do the same"),
        new("write(", [C.EINTR], "tried again"),
        new("wait4(1002,", [C.EINTR], "tried again"),
        new("pread64(", [C.EINTR], "tried again"),
        new("prctl(CAPBSET_DROP, 41)", [C.EINVAL], "the end of the capabilities"),
        new("prctl(CAPBSET_READ,", [C.EINVAL], "the end of the capabilities"),
        new("poll(102", [C.EINVAL], "RLIMIT_NOFILE is below the probe's length; close_range has answered"),
        new("execve(\"/home/u/bin/tool\"", [C.EACCES, C.ENOENT, C.ENOTDIR], "a search of PATH goes on with the next candidate"),
        new("openat2(<host>, \"opt/gone\"", [C.ENOENT], "optional source") { Differs = true },
        new("openat2(<root>, \"srv/a/.gone\"", [C.ENOENT], "optional target") { Differs = true },
        new("openat2(<root>, \"", [C.ENOENT], "a missing parent directory is made where the plan says so; one that exists is found to exist"),
        new("openat2(AT_FDCWD, \"", [C.ENOENT], "the place of a Landlock rule: one rule less is only stricter") { Differs = true },
        new("openat2(<root>, \"proc/acpi\"", [C.ENOENT], "optional mask") { Differs = true },
        new("statfs(", [C.EACCES], "what the payload may not even look up it cannot write either"),
        new("mkdirat(<root:/home>, \"u\"", [C.EEXIST], "a planned directory that is already there") { Differs = true },
    ];

    /// <summary>Errors that every call of a launch is made to fail with, the three of the catalogue (LR-12) first.</summary>
    public static IReadOnlyList<int> Injected { get; } =
        [C.EPERM, 12, C.ENOSYS, C.ENOENT, C.EINTR, C.EACCES, 16, C.EEXIST, C.ENOTDIR, C.EINVAL, C.EMFILE, ENOSPC];

    /// <summary>The command then starts without what the failing call was to do.</summary>
    public bool Differs { get; init; }

    public bool Allows(KernelCall call, int errno) =>
        $"{call.Text} [{call.Occurrence}]".StartsWith(Call.Split(" [")[0], StringComparison.Ordinal) &&
        (!Call.EndsWith(']') || $"{call.Text} [{call.Occurrence}]" == Call) &&
        (Errors.Length == 0 || Errors.Contains(errno));

    public override string ToString() =>
        $"{Call} {(Errors.Length == 0 ? "any error" : string.Join(' ', Errors.Select(e => "E" + Symbols.Value("E", e))))}: {Reason}";
}
