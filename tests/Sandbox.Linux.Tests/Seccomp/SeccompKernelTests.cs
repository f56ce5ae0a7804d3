using Sandbox.Linux.Seccomp;
using Sandbox.Linux.Tests.Support;

namespace Sandbox.Linux.Tests.Seccomp;

/// <summary>
/// The filter in this kernel, in three arms: without a filter the attack is answered by the kernel, with it by the filter, and with a filter
/// whose refusals carry errno values that no kernel uses it is certain who spoke.
/// </summary>
public sealed class SeccompKernelTests(Probe probe) : IClassFixture<Probe>
{
    private const uint MarkerOffset = 2000;

    private static readonly IReadOnlyList<SyscallCase> Native = [.. RefusedCases.All, .. ArgumentCases.All];

    // PR-07: the whole list again, through the x32 door.
    private static readonly IReadOnlyList<SyscallCase> Cases =
    [
        .. Native,
        .. Native.Where(one => one.Kind == "sys" && one.Number < 512).Select(one =>
            new SyscallCase($"x32_{one.Id}", Expected.Enosys, one.Number | 0x40000000, one.Arguments) { Control = Control.MayAgree }),
    ];

    public static TheoryData<string> Names => ["default", "debug", "nested", "root", "loosest"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_refusal_is_the_filters_and_everything_else_is_the_kernels(string name)
    {
        var profile = Profile(name);
        var program = SeccompFilter.Build(profile);
        var without = await probe.Ask(Cases, null);
        var filtered = await probe.Ask(Cases, program);
        var marked = await probe.Ask(Cases, Mark(program));

        var failures = Cases
            .SelectMany(one => Judge(one, one.Under(profile), without[one.Id], filtered[one.Id], marked[one.Id]))
            .ToList();

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(Cases.Count > 300, $"{Cases.Count} cases");
    }

    [Fact]
    public async Task Without_a_filter_the_attacks_work()
    {
        string[] attacks =
        [
            "own_root_and_the_old_one_detached", "tiocsti", "tiocsti_high_bit", "unshare_user", "clone_user", "clone3_newuser", "ptrace",
            "process_vm_writev", "pidfd_getfd", "io_uring_enter_inherited", "personality_no_randomize", "chmod_setuid", "open_setuid",
            "open_tmpfile_setuid", "mknod_setuid", "socket_netlink_uevent", "i386_getpid",
            "tiocexcl", "sched_setaffinity_init", "sched_setscheduler_init", "sched_setparam_init", "sched_setattr_init", "prlimit64_init",
            "setpriority_init", "setpriority_group", "ioprio_set_init", "ioprio_set_group",
        ];

        var without = await probe.Ask(Cases, null);

        Assert.All(attacks, attack => Assert.Equal("ok", without[attack]));
    }

    [Fact]
    public async Task A_static_i386_program_is_killed_at_its_first_call()
    {
        using var directory = TempDirectory.Create();
        var program = directory.At("i386");
        await File.WriteAllTextAsync(
            directory.At("i386.c"),
            "void _start(void) { __asm__(\"mov $42, %ebx; mov $1, %eax; int $0x80\"); }\n");
        await probe.Compile(program, directory.At("i386.c"), "-m32", "-static", "-nostdlib");

        var without = await Run.ToEnd(directory.Path, program);
        var filtered = await Run.ToEnd(directory.Path, probe.Executable, "exec", probe.Filter(Profiles.Default), program);

        Assert.Equal(42, without.ExitCode);
        Assert.Equal(128 + 31, filtered.ExitCode);
    }

    private static IEnumerable<string> Judge(SyscallCase one, Expected expected, string without, string filtered, string marked)
    {
        var (answer, mark) = expected switch
        {
            Expected.AsWithout => (without, without),
            Expected.Ok => ("ok", "ok"),
            Expected.Eperm => ("errno 1", "errno 2001"),
            Expected.Enosys => ("errno 38", "errno 2038"),
            Expected.Eafnosupport => ("errno 97", "errno 2097"),
            _ => ("signal 31", "signal 31"),
        };
        if (!string.Equals(filtered, answer, StringComparison.Ordinal))
        {
            yield return $"{one.Id}: expected {answer}, got {filtered} (without a filter {without})";
        }

        if (!string.Equals(marked, mark, StringComparison.Ordinal))
        {
            yield return $"{one.Id}: the marked filter should have answered {mark}, got {marked}";
        }

        var mustDiffer = one.Control == Control.Differs || (one.Control == Control.DiffersForRoot && Environment.IsPrivilegedProcess);
        if (mustDiffer && expected is not (Expected.AsWithout or Expected.Ok) && string.Equals(without, answer, StringComparison.Ordinal))
        {
            yield return $"{one.Id}: the kernel says {without} by itself, so the case proves nothing";
        }

        if (without.StartsWith("errno -", StringComparison.Ordinal) || (one.Kind != "int80" && filtered.StartsWith("signal", StringComparison.Ordinal)))
        {
            yield return $"{one.Id}: the probe itself failed: {without}, {filtered}";
        }
    }

    private static byte[] Mark(byte[] program) => BpfProgram.Encode([.. BpfProgram.Decode(program).Select(instruction =>
        instruction.Code == BpfCode.BPF_RET_K && (instruction.K & 0xFFFF0000) == 0x00050000
            ? instruction with { K = instruction.K + MarkerOffset }
            : instruction)]);

    private static SeccompProfile Profile(string name) => name switch
    {
        "default" => Profiles.Default,
        "debug" => Profiles.Debug,
        "nested" => Profiles.Nested,
        "root" => Profiles.Root,
        _ => Profiles.Loosest,
    };
}
