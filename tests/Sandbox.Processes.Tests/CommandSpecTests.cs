using Sandbox.Linux.Processes;
using static Sandbox.Processes.Tests.TestDefaults;

namespace Sandbox.Processes.Tests;

public sealed class CommandSpecTests
{
    [Theory]
    [InlineData("sh")]
    [InlineData("./sh")]
    [InlineData("")]
    public async Task A_program_that_is_not_an_absolute_path_is_refused(string executable)
    {
        await Refused(Shell("") with { Executable = executable });
    }

    [Fact]
    public async Task A_tool_in_the_current_directory_is_never_started_by_its_bare_name()
    {
        // The attack: Process.Start("git") takes the file of that name from the current directory before it looks at PATH.
        using TempDirectory project = TempDirectory.Create();
        project.Script("git", $"touch {project.Path}/pwned");
        await Refused(Shell("") with { Executable = "git", WorkingDirectory = project.Path });

        Assert.False(File.Exists($"{project.Path}/pwned"));
    }

    [Fact]
    public async Task A_relative_working_directory_is_refused() => await Refused(Shell("") with { WorkingDirectory = "tmp" });

    [Theory]
    [InlineData('\0')]
    [InlineData('\ud800')]
    [InlineData('\udfff')]
    public async Task What_cannot_reach_the_child_byte_for_byte_is_refused(char letter)
    {
        string text = $"a{letter}b";
        await Refused(Shell("") with { Arguments = [text] });
        await Refused(Shell("") with { Executable = "/bin/" + text });
        await Refused(Shell("") with { Environment = new Dictionary<string, string> { ["A"] = text } });
        await Refused(Shell("") with { Environment = new Dictionary<string, string> { [text] = "a" } });
    }

    [Theory]
    [InlineData("")]
    [InlineData("A=B")]
    public async Task A_variable_name_that_would_become_another_is_refused(string name) =>
        await Refused(Shell("") with { Environment = new Dictionary<string, string> { [name] = "v" } });

    [Fact]
    public async Task The_refusal_does_not_echo_the_argument()
    {
        ArgumentException error = await Refused(Shell("") with { Arguments = ["sk-secret\0"] });

        Assert.DoesNotContain("sk-secret", error.Message, StringComparison.Ordinal);
    }

    private static Task<ArgumentException> Refused(CommandSpec spec) =>
        Assert.ThrowsAsync<ArgumentException>(() => Runner.RunAsync(spec, CancellationToken.None));
}
