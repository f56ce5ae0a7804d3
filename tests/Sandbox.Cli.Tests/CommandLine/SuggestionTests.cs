using Sandbox.Cli.CommandLine;
using Sandbox.Core.Diagnostics;

namespace Sandbox.Cli.Tests.CommandLine;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("--bakend", "--backend")]
    [InlineData("--netwrok", "--network")]
    [InlineData("--forwards", "--forward")]
    [InlineData("--or", "--ro")]
    [InlineData("--credential", "--credentials")]
    [InlineData("--RO", null)]
    [InlineData("--verbose", null)]
    [InlineData("-r", null)]
    [InlineData("", null)]
    public void The_nearest_option_is_suggested_when_one_is_near(string word, string? near) =>
        Assert.Equal(near, Suggestion.For(word, ["--ro", "--rw", "--backend", "--network", "--forward", "--credentials", "--ask"]));

    [Theory]
    [InlineData("pln", "did you mean the verb plan?")]
    [InlineData("paln", "did you mean the verb plan?")]
    [InlineData("rnu", "did you mean the verb run?")]
    [InlineData("exce", "did you mean the verb exec?")]
    [InlineData("agents", "did you mean the verb agent?")]
    [InlineData("help", "did you mean --help?")]
    [InlineData("shell", "did you mean --shell?")]
    [InlineData("version", "did you mean --version?")]
    [InlineData("plan", "the verb plan comes before every option")]
    [InlineData("src", null)]
    [InlineData("planning", null)]
    [InlineData("./pln", null)]
    [InlineData("", null)]
    public void A_word_that_is_nearly_a_verb_is_taken_for_one(string word, string? guess) => Assert.Equal(guess, Verbs.Guess(word));
}
