using System.Text;

namespace Sandbox.Testing.Tests;

/// <summary>Running a child to its end.</summary>
public sealed class ProcessRunTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(255)]
    public void I_get_the_exit_code(int code) => Dummy.Run("exit", $"{code}").ExpectExit(code);

    [Theory]
    [InlineData("TERM", Signal.Term)]
    [InlineData("KILL", Signal.Kill)]
    [InlineData("SYS", Signal.Sys)]
    [InlineData("PIPE", Signal.Pipe)]
    public void A_death_by_signal_is_a_signal(string name, Signal signal) => Dummy.Run("signal", name).ExpectSignal(signal);

    [Fact]
    public void An_exit_with_128_plus_a_signal_is_an_exit()
    {
        ProcessResult result = Dummy.Run("exit", "137");

        Assert.Equal(137, result.ExitCode);
        Assert.Null(result.Signal);
    }

    [Fact]
    public void Arguments_arrive_byte_for_byte() =>
        Assert.Equal("\0a b\0\"'\\$x\0\n\0ä\0", Dummy.Run("print-args", "", "a b", "\"'\\$x", "\n", "ä").ExpectExit().OutputText);

    [Fact]
    public void The_environment_is_the_named_one_and_nothing_else()
    {
        ProcessRequest request = Dummy.Request("print-env") with { Environment = new Dictionary<string, string> { ["A"] = "b=c" } };

        Assert.Equal("A=b=c\0", ProcessRun.Run(request).ExpectExit().OutputText);
    }

    [Fact]
    public void The_child_gets_the_standard_descriptors_only()
    {
        using FileStream leak = File.OpenRead("/etc/passwd");

        string[] lines = Dummy.Run("fds").ExpectExit().OutputText.TrimEnd('\n').Split('\n');

        Assert.Equal(["0", "1", "2"], lines.Select(static l => l.Split(' ')[0]));
        Assert.Equal("0 /dev/null", lines[0]);
    }

    [Fact]
    public void Named_descriptors_arrive_from_three_on()
    {
        using FileStream first = File.OpenRead("/etc/passwd");
        using FileStream second = File.OpenRead("/etc/group");
        ProcessRequest request = Dummy.Request("fds") with { Descriptors = [first.SafeFileHandle, second.SafeFileHandle] };

        string output = ProcessRun.Run(request).ExpectExit().OutputText;

        Assert.EndsWith("3 /etc/passwd\n4 /etc/group\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_child_ignores_and_blocks_no_signal_although_the_runtime_does()
    {
        Assert.Equal(0UL, Mask("SigIgn", ProcessRun.Run("/bin/cat", "/proc/self/status").ExpectExit().OutputText));
        Assert.Equal(0UL, Mask("SigBlk", ProcessRun.Run("/bin/cat", "/proc/self/status").ExpectExit().OutputText));
        Assert.NotEqual(0UL, Mask("SigIgn", File.ReadAllText("/proc/self/status")));
    }

    [Fact]
    public void The_child_starts_in_the_named_directory() =>
        Assert.Equal("/usr", ProcessRun.Run(Dummy.Request("print-cwd") with { WorkingDirectory = "/usr" }).ExpectExit().OutputText);

    [Fact]
    public void More_input_than_a_pipe_holds_comes_back_unchanged()
    {
        byte[] bytes = new byte[3_000_000];
        new Random(1).NextBytes(bytes);

        Assert.Equal(bytes, ProcessRun.Run(Dummy.Request("echo-stdin") with { Input = bytes }).ExpectExit().Output);
    }

    [Fact]
    public void A_child_that_does_not_read_its_input_does_no_harm() =>
        ProcessRun.Run(Dummy.Request("exit", "3") with { Input = new byte[1_000_000] }).ExpectExit(3);

    [Fact]
    public void Stderr_is_kept_apart()
    {
        ProcessResult result = Dummy.Run("stderr", "oops").ExpectExit();

        Assert.Equal("oops", result.ErrorText);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_wrong_exit_code_fails_with_the_output()
    {
        TestFailureException failure = Assert.Throws<TestFailureException>(() => Dummy.Run("stderr", "oops").ExpectExit(1));

        Assert.Contains("oops", failure.Message, StringComparison.Ordinal);
        Assert.Contains("sandbox-dummy stderr", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sandbox-dummy")]
    [InlineData("./sandbox-dummy")]
    public void A_name_that_is_not_absolute_is_refused(string name) =>
        Assert.Throws<TestFailureException>(() => ProcessRun.Run(name));

    [Fact]
    public void A_missing_program_is_an_error_that_names_it()
    {
        TestFailureException failure = Assert.Throws<TestFailureException>(() => ProcessRun.Run("/nowhere/program"));

        Assert.Contains("/nowhere/program", failure.Message, StringComparison.Ordinal);
        Assert.Contains("No such file", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_nul_in_an_argument_is_refused_instead_of_cut() =>
        Assert.Throws<TestFailureException>(() => Dummy.Run("print-args", "a\0b"));

    [Fact]
    public void Text_is_written_where_asked()
    {
        using TempDirectory directory = TempDirectory.Create();

        _ = Dummy.Run("write", directory.At("file"), "text").ExpectExit();

        Assert.Equal("text", File.ReadAllText(directory.At("file"), Encoding.UTF8));
    }

    // glibc keeps 32 and 33 for itself and sets them to ignore in every child of posix_spawn.
    private static ulong Mask(string name, string status)
    {
        string line = status.Split('\n').Single(l => l.StartsWith(name, StringComparison.Ordinal));
        return Convert.ToUInt64(line[(name.Length + 1)..].Trim(), 16) & 0x7fffffff;
    }
}
