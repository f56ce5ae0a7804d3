using Sandbox.Cli.Tests.Fixtures;

namespace Sandbox.Cli.Tests.Program;

/// <summary>Bytes in, bytes out, and streams that are not what they should be.</summary>
public sealed class OutputTests
{
    [Fact]
    public void Arguments_of_the_program_inside_arrive_byte_for_byte()
    {
        using World world = new();
        CliResult result = world.Shell("exec \"$SANDBOX\" exec -q . -- printf '%s|' \"$(printf '\\377\\376')\" \"$(printf 'a\\355\\240\\200')\" \"$(printf '\\303\\244')\" '' ' x ' '\\' '\"'").Expect(0);
        Assert.Equal([0xff, 0xfe, (byte)'|', (byte)'a', 0xed, 0xa0, 0x80, (byte)'|', 0xc3, 0xa4, (byte)'|', (byte)'|', .. " x |\\|\"|"u8], result.OutputBytes);
    }

    [Fact]
    public void Replacement_characters_that_the_user_wrote_stay_what_they_are()
    {
        using World world = new();
        Assert.Equal("\ufffd \ufffd\n", world.Start("exec", "-q", ".", "--", "echo", "\ufffd", "\ufffd").Expect(0).Output);
    }

    [Fact]
    public void Values_of_variables_arrive_byte_for_byte()
    {
        using World world = new();
        CliResult result = world.Shell("V=$(printf '\\377x') exec \"$SANDBOX\" exec -q --env V --env \"W=$(printf '\\376')\" . -- sh -c 'printf %s%s \"$V\" \"$W\"'").Expect(0);
        Assert.Equal([0xff, (byte)'x', 0xfe], result.OutputBytes);
    }

    [Fact]
    public void The_command_that_was_not_found_is_named_without_its_control_characters()
    {
        using World world = new();
        CliResult result = world.Shell("exec \"$SANDBOX\" exec -q . -- \"$(printf '\\033[31m\\377')\"").Expect(127);
        Assert.StartsWith("\\u001b[31m\\xff: command not found", Assert.Single(result.Messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exec \"$SANDBOX\" plan --json . -- true > /dev/full", "cannot write: no space left on device (ENOSPC): what should have gone to stdout is incomplete [CS204]")]
    [InlineData("exec \"$SANDBOX\" plan . -- true >&-", "cannot write: bad file descriptor (EBADF): what should have gone to stdout is incomplete [CS204]")]
    [InlineData("exec \"$SANDBOX\" --help > /dev/full", "cannot write: no space left on device (ENOSPC): what should have gone to stdout is incomplete [CS204]")]
    public void Output_that_is_lost_is_a_failure(string script, string message)
    {
        using World world = new();
        world.Shell(script).ExpectRefusal(CliResult.Failed, message);
    }

    [Theory]
    [InlineData("\"$SANDBOX\" plan --json . -- true | head -n 1", "{\n")]
    [InlineData("\"$SANDBOX\" plan . -- true | :", "")]
    public void A_reader_that_has_heard_enough_is_no_failure(string script, string output)
    {
        using World world = new();
        CliResult result = world.Shell($"{{ {script}; }} 2>&1").Expect(0);
        Assert.Equal(output, result.Output);
    }

    [Fact]
    public void Without_stderr_the_exit_code_still_says_it()
    {
        using World world = new();
        Assert.Equal(CliResult.Refused, world.Shell("exec \"$SANDBOX\" exec nowhere -- true 2>&-").Code);
        Assert.Equal(CliResult.Refused, world.Shell("exec \"$SANDBOX\" exec nowhere -- true 2>/dev/full").Code);
    }

    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("FORCE_COLOR", "3")]
    [InlineData("TERM", "xterm-256color")]
    [InlineData("TERM", "dumb")]
    public void Nothing_of_ours_is_coloured_where_there_is_no_terminal(string variable, string value)
    {
        using World world = new();
        world.Environment[variable] = value;
        foreach (string line in (string[])["--help", "plan . -- true", "plan --json . -- true", "exec nowhere -- true", "--bakend"])
        {
            CliResult result = world.Start(line.Split(' '));
            Assert.DoesNotContain('\u001b', result.Output + result.Error);
        }

        // Programs inside make up their own minds.
        Assert.Equal(value + "\n", world.Start("exec", "-q", ".", "--", "sh", "-c", $"echo ${variable}").Expect(0).Output);
    }

    [Fact]
    public void Quiet_silences_notices_and_no_errors()
    {
        using World world = new();
        Assert.NotEmpty(world.Start("exec", "--network", "host", ".", "--", "true").Expect(0).Error);
        Assert.Empty(world.Start("exec", "-q", "--network", "host", ".", "--", "true").Expect(0).Error);
        Assert.NotEmpty(world.Start("exec", "-q", "nowhere", "--", "true").Expect(CliResult.Refused).Error);
    }
}
