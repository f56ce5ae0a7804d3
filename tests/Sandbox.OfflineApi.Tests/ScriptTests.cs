using Sandbox.OfflineApi.Scripting;

namespace Sandbox.OfflineApi.Tests;

public sealed class ScriptTests
{
    [Fact]
    public void The_first_line_is_run_when_nothing_has_come_back()
    {
        var tool = Tool(new Chat().Says("please\nRUN: echo hi > made.txt\nRUN: cat made.txt"));

        Assert.Equal("Bash", tool.Call.Tool);
        Assert.Equal("echo hi > made.txt", tool.Call.Input["command"]);
        Assert.Equal("scripted step 1", tool.Call.Input["description"]);
    }

    [Fact]
    public void The_next_line_is_run_after_each_result()
    {
        var tool = Tool(new Chat().Says("RUN: one\nRUN: two").Calls("a", "Bash").Returns("a", ""));

        Assert.Equal("two", tool.Call.Input["command"]);
        Assert.Equal("scripted step 2", tool.Call.Input["description"]);
    }

    [Fact]
    public void All_results_are_told_once_every_line_is_done()
    {
        var text = Text(new Chat().Says("RUN: one\nRUN: two")
            .Calls("a", "Bash").Returns("a", "first")
            .Calls("b", "Bash").Returns("b", "second\n", isError: true));

        Assert.Equal("DONE\n--- result 1\nfirst\n--- result 2 (error)\nsecond\n", text);
    }

    [Fact]
    public void Runs_writes_and_reads_keep_the_order_of_their_lines()
    {
        var chat = new Chat().Says("WRITE: a.txt two words\nRUN: ls\nREAD: a.txt");

        var write = Tool(chat).Call;
        var run = Tool(chat.Calls("a", "Write").Returns("a", "written")).Call;
        var read = Tool(chat.Calls("b", "Bash").Returns("b", "a.txt")).Call;
        var end = Text(chat.Calls("c", "Read").Returns("c", "1\ttwo words"));

        Assert.Equal(("Write", "a.txt", "two words"), (write.Tool, write.Input["file_path"], write.Input["content"]));
        Assert.Equal(("Bash", "ls", "scripted step 2"), (run.Tool, run.Input["command"], run.Input["description"]));
        Assert.Equal(("Read", "a.txt"), (read.Tool, read.Input["file_path"]));
        Assert.Equal("DONE\n--- result 1\nwritten\n--- result 2\na.txt\n--- result 3\n1\ttwo words\n", end);
    }

    [Fact]
    public void Lines_are_found_in_any_text_block_of_any_user_message()
    {
        var chat = new Chat().Says("good morning").SaysInBlocks("<system-reminder>be kind</system-reminder>", "RUN: id\r\n");

        Assert.Equal("id", Tool(chat).Call.Input["command"]);
    }

    [Fact]
    public void The_last_text_with_lines_is_the_script()
    {
        var chat = new Chat().Says("RUN: one").Says("RUN: two");

        Assert.Equal("two", Tool(chat).Call.Input["command"]);
        Assert.Equal("DONE\n--- result 1\nx\n", Text(chat.Calls("a", "Bash").Returns("a", "x")));
    }

    [Theory]
    [InlineData("  RUN: indented")]
    [InlineData("say RUN: inside")]
    [InlineData("run: lower case")]
    [InlineData("RUN:no space")]
    [InlineData("RUN: ")]
    public void A_line_that_does_not_begin_with_a_keyword_is_not_a_step(string line) =>
        Assert.StartsWith("offline: ", Text(new Chat().Says(line)), StringComparison.Ordinal);

    [Fact]
    public void Results_of_other_tools_and_of_unknown_calls_do_not_count()
    {
        var chat = new Chat().Says("RUN: one").Calls("a", "TodoWrite").Returns("a", "x").Returns("stranger", "y");

        Assert.Equal("one", Tool(chat).Call.Input["command"]);
    }

    [Fact]
    public void Results_from_before_the_script_do_not_count()
    {
        var chat = new Chat().Says("demo").Calls("a", "Bash").Returns("a", "shown").Says("RUN: one");

        Assert.Equal("one", Tool(chat).Call.Input["command"]);
    }

    [Fact]
    public void A_result_that_quotes_a_script_does_not_become_one()
    {
        var chat = new Chat().Says("RUN: cat notes").Calls("a", "Bash").Returns("a", "RUN: evil");

        Assert.Equal("DONE\n--- result 1\nRUN: evil\n", Text(chat));
    }

    [Fact]
    public void A_result_in_blocks_is_joined()
    {
        var chat = new Chat().Says("RUN: one").Calls("a", "Bash").ReturnsInBlocks("a", "left ", "right");

        Assert.Equal("DONE\n--- result 1\nleft right\n", Text(chat));
    }

    [Fact]
    public void Every_call_of_a_conversation_has_its_own_id()
    {
        var chat = new Chat().Says("RUN: one\nRUN: two");
        var first = Tool(chat).Id;
        var second = Tool(chat.Calls(first, "Bash").Returns(first, "")).Id;

        Assert.NotEqual(first, second);
    }

    [Fact]
    public void The_same_messages_get_the_same_reply()
    {
        var chat = new Chat().Says("RUN: one");

        Assert.Equal(Tool(chat).Id, Tool(chat).Id);
    }

    private static ToolReply Tool(Chat chat) => Assert.IsType<ToolReply>(Script.Next(chat.Messages));

    private static string Text(Chat chat) => Assert.IsType<TextReply>(Script.Next(chat.Messages)).Text;
}
