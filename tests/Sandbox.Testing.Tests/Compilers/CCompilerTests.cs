using System.Globalization;
using System.Reflection;
using Sandbox.Testing.Native;

namespace Sandbox.Testing.Tests;

/// <summary>Compiling C, and with it proof of our own constants.</summary>
public sealed class CCompilerTests
{
    private const string Hello = """
        #include <stdio.h>
        int main(int argc, char **argv) { printf("%s %d\n", argv[1], argc); return 3; }
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void I_can_compile_and_run_a_program(bool isStatic)
    {
        string program = CCompiler.Compile(Hello, isStatic);

        Assert.Equal("x 2\n", ProcessRun.Run(program, "x").ExpectExit(3).OutputText);
        string headers = ProcessRun.Run("/usr/bin/readelf", "--program-headers", program).ExpectExit().OutputText;
        Assert.Equal(!isStatic, headers.Contains("INTERP", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_source_is_compiled_once_and_another_one_is_not_mistaken_for_it()
    {
        string first = CCompiler.Compile(Hello);
        DateTime written = File.GetLastWriteTimeUtc(first);

        Assert.Equal(first, CCompiler.Compile(Hello));
        Assert.Equal(written, File.GetLastWriteTimeUtc(first));
        Assert.NotEqual(first, CCompiler.Compile(Hello, options: "-O2"));
        Assert.NotEqual(first, CCompiler.Compile(Hello + "\n"));
    }

    [Fact]
    public void A_wrong_program_fails_with_the_words_and_the_line_of_gcc()
    {
        TestFailureException failure = Assert.Throws<TestFailureException>(() => CCompiler.Compile("int main(void) { return nothing; }\n"));

        Assert.Contains("nothing", failure.Message, StringComparison.Ordinal);
        Assert.Contains("source.c:1:", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assertion_that_does_not_hold_is_named()
    {
        TestFailureException failure = Assert.Throws<TestFailureException>(() => CCompiler.Assert(["errno.h"], ["ENOENT == 2", "ENOENT == 3"]));

        Assert.Contains("ENOENT == 3", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ENOENT == 2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Our_own_constants_are_those_of_the_headers() => CCompiler.Assert(
        ["errno.h", "fcntl.h", "poll.h", "spawn.h", "sys/stat.h", "sys/syscall.h", "linux/openat2.h"],
        typeof(Abi).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(static f => string.Create(CultureInfo.InvariantCulture, $"{f.Name} == {f.GetRawConstantValue()}")));

    [Fact]
    public void Our_own_structures_are_those_of_the_headers() => CCompiler.Assert(
        ["stddef.h", "fcntl.h", "poll.h", "sys/stat.h", "linux/openat2.h", "dirent.h", "spawn.h"],
        [
            "offsetof(struct statx, stx_uid) == 20",
            "offsetof(struct statx, stx_gid) == 24",
            "offsetof(struct statx, stx_mode) == 28",
            "offsetof(struct statx, stx_ino) == 32",
            "offsetof(struct statx, stx_size) == 40",
            "offsetof(struct statx, stx_mnt_id) == 144",
            "sizeof(struct statx) == 256",
            "sizeof(struct pollfd) == 8",
            "offsetof(struct pollfd, revents) == 6",
            "sizeof(struct open_how) == 24",
            "offsetof(struct dirent64, d_reclen) == 16",
            "offsetof(struct dirent64, d_name) == 19",
            "sizeof(posix_spawnattr_t) <= 512",
            "sizeof(posix_spawn_file_actions_t) <= 512",
            "sizeof(sigset_t) <= 512",
        ]);
}
