using Sandbox.Cli.CommandLine;

namespace Sandbox.Cli.Tests.CommandLine;

/// <summary>Which words are ours.</summary>
public sealed class SplitArgumentsTests
{
    [Theory]
    [InlineData("", "", null)]
    [InlineData("a b", "a b", null)]
    [InlineData("--", "", "")]
    [InlineData("exec . -- ls -l", "exec .", "ls -l")]
    [InlineData("a -- b -- c", "a", "b -- c")]
    [InlineData("-- --", "", "--")]
    [InlineData("-- --bind / / sh", "", "--bind / / sh")]
    [InlineData("a --- b", "a --- b", null)]
    public void The_first_double_dash_ends_our_words(string line, string own, string? payload)
    {
        SplitArguments split = SplitArguments.Of(Words(line));
        Assert.Equal(Words(own), split.Own);
        Assert.Equal(payload is null ? null : Words(payload), split.Payload);
    }

    [Theory]
    [InlineData("", "run", true)]
    [InlineData("dir", "run dir", true)]
    [InlineData("-q", "run -q", true)]
    [InlineData("-q plan", "run -q plan", true)]
    [InlineData("./plan", "run ./plan", true)]
    [InlineData("plan", "plan", false)]
    [InlineData("run plan", "run plan", false)]
    [InlineData("--help", "--help", false)]
    [InlineData("-h", "-h", false)]
    [InlineData("--version", "--version", false)]
    [InlineData("Plan", "run Plan", true)]
    public void Without_a_verb_run_is_meant(string line, string own, bool isDefault)
    {
        SplitArguments split = SplitArguments.Of(Words(line)).WithVerb();
        Assert.Equal(Words(own), split.Own);
        Assert.Equal(isDefault, split.HasDefaultVerb);
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
