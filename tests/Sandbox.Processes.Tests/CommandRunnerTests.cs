using System.Text;
using Sandbox.Linux.Processes;
using static Sandbox.Processes.Tests.TestDefaults;

namespace Sandbox.Processes.Tests;

public sealed class CommandRunnerTests
{
    [Fact]
    public async Task Output_error_and_exit_status_are_captured()
    {
        CommandResult result = await RunShell("echo out; echo err >&2; exit 7");

        Assert.Equal(("out\n", "err\n", 7), (result.OutputText, result.ErrorText, result.ExitCode));
        Assert.False(result.Succeeded);
        Assert.False(result.Truncated);
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] arguments = ["", " two words ", "\"quoted\"", "$HOME", "*", "\\", "a\nb", "é😀", "-n"];
        CommandResult result = await Runner.RunAsync(
            Shell(string.Empty) with { Arguments = ["-c", "for a; do printf '%s\\0' \"$a\"; done", "sh", .. arguments] }, CancellationToken.None);

        Assert.Equal(arguments, result.OutputText.Split('\0')[..^1]);
    }

    [Fact]
    public async Task The_child_has_exactly_the_environment_that_was_given()
    {
        CommandResult result = await Runner.RunAsync(
            Shell(string.Empty) with { Executable = "/usr/bin/env", Arguments = [], Environment = new Dictionary<string, string> { ["ONLY"] = "this=one" } },
            CancellationToken.None);

        Assert.Equal("ONLY=this=one\n", result.OutputText);
    }

    [Fact]
    public async Task The_child_starts_in_the_given_directory()
    {
        using TempDirectory directory = TempDirectory.Create();
        CommandResult result = await Runner.RunAsync(Shell("pwd -P") with { WorkingDirectory = directory.Path }, CancellationToken.None);

        Assert.Equal(directory.Path + "\n", result.OutputText);
    }

    [Fact]
    public async Task The_child_holds_no_descriptor_but_the_first_three()
    {
        // ls itself opens descriptor 3 to read the directory.
        CommandResult result = await RunShell("exec ls /proc/self/fd");

        Assert.Equal(["0", "1", "2", "3"], result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task The_child_blocks_no_signal_and_ignores_only_those_that_this_process_does()
    {
        // Signal 13: Process.Start hands down .NET's ignored SIGPIPE. The launch path spawns by itself and resets it. Others are of whoever started the tests.
        CommandResult result = await RunShell("exec grep -E '^Sig(Ign|Blk)' /proc/self/status");
        string own = File.ReadLines("/proc/self/status").Single(static l => l.StartsWith("SigIgn:", StringComparison.Ordinal));

        Assert.Equal(["SigBlk:\t0000000000000000", own], result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_signal_shows_as_128_plus_its_number()
    {
        Assert.Equal(128 + 15, (await RunShell("kill -TERM $$")).ExitCode);
    }

    [Fact]
    public async Task Standard_input_is_at_its_end_unless_bytes_are_given()
    {
        Assert.Equal("0\n", (await RunShell("wc -c")).OutputText);

        byte[] bytes = new byte[300_000];
        CommandResult result = await Runner.RunAsync(Shell("wc -c") with { Input = CommandInput.FromBytes(bytes) }, CancellationToken.None);
        Assert.Equal("300000\n", result.OutputText);
    }

    [Fact]
    public async Task A_child_that_does_not_read_its_input_is_no_error()
    {
        CommandResult result = await Runner.RunAsync(Shell("exit 3") with { Input = CommandInput.FromBytes(new byte[1_000_000]) }, CancellationToken.None);

        Assert.Equal(3, result.ExitCode);
    }

    [Fact]
    public async Task Output_beyond_the_limit_is_dropped_and_said_to_be()
    {
        CommandResult result = await Runner.RunAsync(
            Shell("head -c 3000000 /dev/zero; printf e >&2") with { StandardOutput = CommandOutput.Capture(1000) }, CancellationToken.None);

        Assert.Equal(1000, result.StandardOutput.Length);
        Assert.Equal("e", result.ErrorText);
        Assert.True(result.Truncated);
        Assert.True(result.Succeeded);
    }

    [Fact]
    public async Task Lines_arrive_one_by_one_and_in_order()
    {
        List<string> lines = [];
        await Runner.RunAsync(
            Shell("printf 'one\\r\\n\\nthr'; sleep 0.1; printf 'ee\\nlast'") with { StandardOutput = CommandOutput.Lines(lines.Add) }, CancellationToken.None);

        Assert.Equal(["one", "", "three", "last"], lines);
    }

    [Fact]
    public async Task An_endless_line_comes_in_pieces_of_bounded_size()
    {
        List<int> lengths = [];
        await Runner.RunAsync(
            Shell("head -c 200000 /dev/zero | tr '\\0' x; echo") with { StandardOutput = CommandOutput.Lines(l => lengths.Add(l.Length)) },
            CancellationToken.None);

        Assert.Equal(200_000, lengths.Sum());
        Assert.All(lengths, l => Assert.InRange(l, 0, 65536));
    }

    [Fact]
    public async Task A_line_callback_that_throws_ends_the_child()
    {
        Task<CommandResult> run = Runner.RunAsync(
            Shell("echo x; exec sleep 15") with { StandardOutput = CommandOutput.Lines(_ => throw new FormatException("no")) }, CancellationToken.None);

        await Assert.ThrowsAsync<FormatException>(() => run.WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task Both_streams_may_be_large_at_once()
    {
        CommandResult result = await RunShell("head -c 900000 /dev/zero & head -c 900000 /dev/zero >&2; wait");

        Assert.Equal((900_000, 900_000), (result.StandardOutput.Length, result.StandardError.Length));
    }

    [Fact]
    public async Task A_grandchild_that_keeps_the_pipe_open_does_not_hang_the_run()
    {
        CommandResult result = await RunShell("echo before; sleep 12 & exit 0").WaitAsync(TimeSpan.FromSeconds(6));

        Assert.Equal("before\n", result.OutputText);
        Assert.True(result.Truncated);
    }

    [Fact]
    public async Task Bytes_that_are_not_text_survive()
    {
        CommandResult result = await RunShell("printf '\\377\\000\\376'");

        Assert.Equal([0xFF, 0x00, 0xFE], result.StandardOutput.ToArray());
    }

    [Fact]
    public async Task Errors_name_the_program_and_the_reason()
    {
        using TempDirectory directory = TempDirectory.Create();
        string plain = directory.WriteFile("plain", "#!/bin/sh\n");
        CommandStartException missing = await Assert.ThrowsAsync<CommandStartException>(
            () => Runner.RunAsync(Shell("") with { Executable = "/nowhere/tool" }, CancellationToken.None));
        CommandStartException forbidden = await Assert.ThrowsAsync<CommandStartException>(
            () => Runner.RunAsync(Shell("") with { Executable = plain }, CancellationToken.None));
        CommandStartException nowhere = await Assert.ThrowsAsync<CommandStartException>(
            () => Runner.RunAsync(Shell("") with { WorkingDirectory = "/nowhere" }, CancellationToken.None));

        Assert.Equal("cannot start /nowhere/tool: it, or the interpreter that it names, does not exist (ENOENT)", missing.Message);
        Assert.Equal(13, forbidden.ErrorNumber);
        Assert.Equal("cannot start /bin/sh: its working directory /nowhere does not exist", nowhere.Message);
    }

    [Fact]
    public async Task Many_runs_at_once_all_end_with_their_own_status()
    {
        // After the grace period output is given up as a grandchild's; a busy machine may need longer to read so many pipes.
        CommandResult[] results = await Task.WhenAll(Enumerable.Range(0, 60).Select(i =>
            Runner.RunAsync(Shell($"printf {i}; exit {i}") with { GracePeriod = TimeSpan.FromMinutes(1) }, CancellationToken.None)));

        Assert.Equal(Enumerable.Range(0, 60), results.Select(r => r.ExitCode));
        Assert.Equal(Enumerable.Range(0, 60).Select(i => $"{i}"), results.Select(r => Encoding.ASCII.GetString(r.StandardOutput.Span)));
    }
}
