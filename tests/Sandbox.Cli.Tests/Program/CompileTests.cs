using Sandbox.Cli.Tests.Fixtures;

namespace Sandbox.Cli.Tests.Program;

/// <summary><c>plan --compile</c>.</summary>
public sealed class CompileTests
{
    private const string NoRules = "a compiled plan has no launcher to serve its network: pass --network none or --network host [CS102]";
    private const string NoPlaceholders =
        "a compiled plan has no launcher to make and remove the placeholders that keep protected names from being created: pass --allow-write all, or run it through claude-sandbox [CS102]";

    [Fact]
    public void What_needs_a_launcher_cannot_be_compiled()
    {
        using World world = new();
        world.Run("plan", "--compile", world.Root + "/plan", world.Project, "--", "true").ExpectRefusal(CliResult.Usage, NoRules, NoPlaceholders);
    }

    [Theory]
    [InlineData("/missing/plan", "no such directory")]
    [InlineData("", "permission denied, or it is a directory")]
    public void A_file_that_cannot_be_written_is_named(string name, string reason)
    {
        using World world = new();
        world.Run("plan", "--compile", world.Root + name, "--network", "none", "--allow-write", "all", world.Project, "--", "true").ExpectRefusal(
            CliResult.Failed, $"cannot write ROOT{name}: {reason}: name a file in a directory you may write [CS104]");
    }

    [Fact]
    public void A_compiled_plan_runs_by_the_executor_alone_and_nobody_else_may_read_it()
    {
        using World world = new();
        string file = world.Root + "/plan";
        CliResult compiled = world.Start("plan", "--compile", file, "--network", "none", "--allow-write", "all", ".", "--", "sh", "-c", "pwd; exit 7").Expect(0);
        Assert.Empty(compiled.Output + compiled.Error);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        CliResult ran = world.Shell("exec \"${SANDBOX}-exec\" ../plan").Expect(7);
        Assert.Equal(world.Project + "\n", ran.Output);
    }
}
