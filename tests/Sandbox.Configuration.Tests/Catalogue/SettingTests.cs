using System.Globalization;
using Sandbox.Configuration.Catalogue;

namespace Sandbox.Configuration.Tests.Catalogue;

public sealed class SettingTests
{
    /// <summary>As a limit would be written.</summary>
    private static readonly Setting Amount = new()
    {
        Path = "limits.pids",
        Flag = "--max-pids",
        Kind = SettingKind.Amount,
        Bound = SettingBound.AtMost,
        Summary = "processes",
        Form = "a number",
        Measure = static (w, _) => double.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out double number) ? number : null,
    };

    [Theory]
    [InlineData("10", "100", true)]
    [InlineData("100", "100", true)]
    [InlineData("0100", "100", true)]
    [InlineData("101", "100", false)]
    [InlineData("9", "10", true)]
    [InlineData("x", "100", false)]
    [InlineData("100", "x", false)]
    [InlineData("1000000", null, true)]
    public void Amounts_are_compared_by_what_they_measure(string word, string? bound, bool within) => Assert.Equal(within, Amount.IsWithin(word, bound));

    [Fact]
    public void The_variable_follows_from_the_option() => Assert.Equal("CLAUDE_SANDBOX_MAX_PIDS", Amount.Variable);

    [Theory]
    [InlineData("none", "broker", true)]
    [InlineData("env", "file", false)]
    [InlineData("file", "env", false)]
    [InlineData("env", "env", true)]
    [InlineData("env", "broker", false)]
    public void Of_two_words_that_are_as_loose_neither_is_within_the_other(string word, string bound, bool within) =>
        Assert.Equal(within, SettingCatalogue.Credentials.IsWithin(word, bound));

    [Fact]
    public void Paths_options_and_variables_are_unique()
    {
        Assert.Distinct(SettingCatalogue.All.Select(static s => s.Path));
        Assert.Distinct(SettingCatalogue.All.Select(static s => s.Flag));
        Assert.Distinct(SettingCatalogue.All.Select(static s => s.Variable));
        Assert.DoesNotContain(SettingCatalogue.All, static s => SettingCatalogue.IsGroup(s.Path));
    }

    [Fact]
    public void What_is_held_at_a_value_has_a_scale() =>
        Assert.All(SettingCatalogue.All.Where(static s => s.Bound == SettingBound.AtMost), static s => Assert.True(s.Choices.Count > 1 || s.Measure is not null, s.Path));
}
