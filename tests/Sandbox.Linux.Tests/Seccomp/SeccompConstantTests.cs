using System.Globalization;
using System.Reflection;
using System.Text;
using Sandbox.Linux.Seccomp;
using Sandbox.Linux.Tests.Support;

namespace Sandbox.Linux.Tests.Seccomp;

/// <summary>Holds every constant against the C headers by compiling assertions.</summary>
public sealed class SeccompConstantTests
{
    private const string Headers = """
        #define _GNU_SOURCE
        #include <errno.h>
        #include <asm/fcntl.h>
        #include <linux/audit.h>
        #include <linux/bpf_common.h>
        #include <linux/filter.h>
        #include <linux/ioprio.h>
        #include <linux/kd.h>
        #include <linux/netlink.h>
        #include <linux/sched.h>
        #include <linux/seccomp.h>
        #include <linux/vt.h>
        #include <netinet/in.h>
        #include <stddef.h>
        #include <sys/ioctl.h>
        #include <sys/personality.h>
        #include <sys/resource.h>
        #include <sys/socket.h>
        #include <sys/stat.h>
        #include <asm/unistd_64.h>

        """;

    [Fact]
    public async Task The_constants_are_the_headers_constants()
    {
        var source = new StringBuilder(Headers);
        var constants = typeof(SeccompAbi).GetFields(BindingFlags.Public | BindingFlags.Static);
        Assert.True(constants.Length > 40);
        foreach (var constant in constants)
        {
            Claim(source, $"(unsigned)({constant.Name}) == {Convert.ToUInt32(constant.GetRawConstantValue(), CultureInfo.InvariantCulture)}u");
        }

        await Compile(source);
    }

    [Fact]
    public async Task Instruction_codes_and_offsets_are_the_headers()
    {
        var source = new StringBuilder(Headers);
        Claim(source, $"(BPF_LD|BPF_W|BPF_ABS) == {BpfCode.BPF_LD_W_ABS}");
        Claim(source, $"(BPF_JMP|BPF_JA) == {BpfCode.BPF_JMP_JA}");
        Claim(source, $"(BPF_JMP|BPF_JEQ|BPF_K) == {BpfCode.BPF_JMP_JEQ_K}");
        Claim(source, $"(BPF_JMP|BPF_JGE|BPF_K) == {BpfCode.BPF_JMP_JGE_K}");
        Claim(source, $"(BPF_JMP|BPF_JSET|BPF_K) == {BpfCode.BPF_JMP_JSET_K}");
        Claim(source, $"(BPF_ALU|BPF_AND|BPF_K) == {BpfCode.BPF_ALU_AND_K}");
        Claim(source, $"(BPF_RET|BPF_K) == {BpfCode.BPF_RET_K}");
        Claim(source, $"BPF_MAXINSNS == {BpfCode.BPF_MAXINSNS}");
        Claim(source, $"sizeof(struct sock_filter) == {BpfInstruction.Size}");
        Claim(source, "offsetof(struct sock_filter, jt) == 2 && offsetof(struct sock_filter, jf) == 3 && offsetof(struct sock_filter, k) == 4");
        Claim(source, $"sizeof(struct seccomp_data) == {SeccompData.Size}");
        Claim(source, $"offsetof(struct seccomp_data, nr) == {SeccompData.Number}");
        Claim(source, $"offsetof(struct seccomp_data, arch) == {SeccompData.Architecture}");
        for (var i = 0; i < 6; i++)
        {
            Claim(source, $"offsetof(struct seccomp_data, args[{i}]) == {SeccompData.ArgumentLow(i)}");
        }

        // The console range, by its ends and by the two requests that rewrite keys.
        Claim(source, "GIO_FONT == 0x4B60 && KDSKBENT == 0x4B47 && KDSKBSENT == 0x4B49 && KDSKBDIACRUC == 0x4BFB");

        // The virtual terminals' range, by its first, the one that locks and the last of those without a size.
        Claim(source, "VT_OPENQRY == 0x5600 && VT_LOCKSWITCH == 0x560B && VT_SETACTIVATE == 0x560F");

        await Compile(source);
    }

    [Fact]
    public async Task Every_number_that_the_headers_know_is_ours_and_every_name_of_theirs_is_known()
    {
        var source = new StringBuilder(Headers);
        foreach (var (number, name) in SyscallTable.All)
        {
            source.Append(CultureInfo.InvariantCulture, $"#ifdef __NR_{name}\n");
            Claim(source, $"__NR_{name} == {number}");
            source.Append("#endif\n");
        }

        await Compile(source);

        using var directory = TempDirectory.Create();
        await File.WriteAllTextAsync(directory.At("empty.c"), "#include <asm/unistd_64.h>\n");
        var macros = await Run.ToEnd(directory.Path, Run.Require("gcc"), "-dM", "-E", "empty.c");
        Assert.True(macros.ExitCode == 0, macros.Error);
        var numbers = macros.Output.Split('\n')
            .Where(line => line.StartsWith("#define __NR_", StringComparison.Ordinal))
            .Select(line => line.Split(' '))
            .ToDictionary(words => words[1]["__NR_".Length..], words => int.Parse(words[2], CultureInfo.InvariantCulture));
        Assert.True(numbers.Count >= 362, $"{numbers.Count} names in asm/unistd_64.h");

        // What newer headers add above the table is ENOSYS until somebody judges it.
        Assert.Empty(numbers
            .Where(entry => entry.Value <= SyscallTable.HighestKnown)
            .Select(entry => entry.Key)
            .Except(SyscallTable.All.Select(entry => entry.Value)));
    }

    // A proof that the proof can fail.
    [Fact]
    public async Task A_wrong_constant_does_not_compile()
    {
        var source = new StringBuilder(Headers);
        Claim(source, "__NR_mount == 166");

        var compiled = await TryCompile(source);

        Assert.NotEqual(0, compiled.ExitCode);
        Assert.Contains("__NR_mount == 166", compiled.Error, StringComparison.Ordinal);
    }

    private static void Claim(StringBuilder source, string condition) =>
        source.Append(CultureInfo.InvariantCulture, $"_Static_assert({condition}, \"{condition}\");\n");

    private static async Task Compile(StringBuilder source)
    {
        var compiled = await TryCompile(source);
        Assert.True(compiled.ExitCode == 0, compiled.Error);
    }

    private static async Task<Finished> TryCompile(StringBuilder source)
    {
        using var directory = TempDirectory.Create();
        await File.WriteAllTextAsync(directory.At("claims.c"), source.ToString());
        return await Run.ToEnd(directory.Path, Run.Require("gcc"), "-std=gnu11", "-fsyntax-only", "-Wall", "-Werror", "claims.c");
    }
}
