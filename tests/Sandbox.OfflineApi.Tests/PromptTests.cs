using System.Text.Json;
using Sandbox.OfflineApi.Scripting;

namespace Sandbox.OfflineApi.Tests;

public sealed class PromptTests
{
    [Theory]
    [InlineData("write hello.mjs")]
    [InlineData("Give me a demo")]
    [InlineData("DEMO, please")]
    public void The_demonstration_starts_with_one_shell_command(string prompt)
    {
        var reply = Assert.IsType<ToolReply>(Next(new Chat().Says(prompt)));

        Assert.Equal("Bash", reply.Call.Tool);
        Assert.Contains("hello.mjs", reply.Call.Input["command"], StringComparison.Ordinal);
        Assert.Contains("CLAUDE_SANDBOX_BACKEND", reply.Call.Input["command"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_demonstration_ends_with_what_the_program_printed() =>
        Assert.EndsWith(
            "It printed:\n\nHello!",
            Text(new Chat().Says("demo").Calls("a", "Bash").Returns("a", "Hello!")),
            StringComparison.Ordinal);

    [Fact]
    public void A_demonstration_that_failed_says_so() =>
        Assert.Equal(
            "The demonstration failed:\n\nno disk",
            Text(new Chat().Says("demo").Calls("a", "Bash").Returns("a", "no disk", isError: true)));

    [Fact]
    public void A_second_demonstration_runs_again()
    {
        var chat = new Chat().Says("demo").Calls("a", "Bash").Returns("a", "Hello!").Says("demo");

        Assert.IsType<ToolReply>(Next(chat));
    }

    [Theory]
    [InlineData("democracy")]
    [InlineData("a condemotion")]
    public void A_longer_word_is_not_a_demonstration(string prompt) =>
        Assert.Equal($"offline: {prompt}", Text(new Chat().Says(prompt)));

    [Fact]
    public void A_reminder_does_not_start_the_demonstration() =>
        Assert.Equal(
            "offline: hello",
            Text(new Chat().SaysInBlocks("<system-reminder>skills:\n- demo\n</system-reminder>\n", "hello")));

    [Fact]
    public void Anything_else_is_echoed_from_the_last_thing_the_user_said() =>
        Assert.Equal(
            "offline: second",
            Text(new Chat().Says("first").Says("second").SaysInBlocks("<system-reminder>x</system-reminder>")));

    [Fact]
    public void An_echo_has_at_most_eighty_characters_and_splits_none()
    {
        var text = Text(new Chat().Says(string.Concat(Enumerable.Repeat("😀", 100))));

        Assert.Equal("offline: " + string.Concat(Enumerable.Repeat("😀", 80)), text);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""[null, 3, "x", {}, {"role":"user"}, {"role":"user","content":[null,{},{"type":"text"}]}]""")]
    [InlineData("""[{"role":"assistant","content":"RUN: evil"},{"role":"system","content":"RUN: evil"}]""")]
    public void Messages_without_words_of_a_user_get_an_empty_echo(string json)
    {
        using var document = JsonDocument.Parse(json);

        Assert.Equal(new TextReply("offline: "), Script.Next(document.RootElement));
    }

    private static Reply Next(Chat chat) => Script.Next(chat.Messages);

    private static string Text(Chat chat) => Assert.IsType<TextReply>(Next(chat)).Text;
}
