using System.Text;
using Sandbox.Verify.Running;

namespace Sandbox.Verify.Tests.Running;

public sealed class AnswerTests
{
    [Theory]
    [InlineData("ok 17", "success", false)]
    [InlineData("no 1", "EPERM", true)]
    [InlineData("no 38", "ENOSYS", true)]
    [InlineData("no 97", "EAFNOSUPPORT", true)]
    [InlineData("no 13", "EACCES", false)]
    [InlineData("no 14", "EFAULT", false)]
    [InlineData("signal 31", "SIGSYS", true)]
    [InlineData("signal 9", "signal 9", false)]
    [InlineData("exit 3", "exit code 3", false)]
    [InlineData("rubbish", "no answer", false)]
    [InlineData("", "no answer", false)]
    public void A_line_says_how_it_ended_and_whether_a_sandbox_refuses_like_that(string words, string said, bool refused)
    {
        Answer answer = Answer.Parse(words);
        Assert.Equal((said, refused), (answer.ToString(), answer.Refused));
    }

    [Fact]
    public void What_was_read_comes_back_byte_for_byte() => Assert.Equal("a b\n%", Answer.Parse("ok a%20b%0a%25").Text);

    [Fact]
    public void Lines_are_taken_by_their_labels_the_first_of_each_and_rubbish_is_passed_over()
    {
        Answers answers = new();
        answers.Add(Encoding.ASCII.GetBytes("a#0 ok 1\nnoise\n\na#0 no 1\nb#1 no 13\nc#2 ok"));
        Assert.Equal(["success", "EACCES", "success", "no answer"], new[] { "a#0", "b#1", "c#2", "d#3" }.Select(l => answers[l].ToString()));
    }

    [Fact]
    public void Fields_hold_no_tab_no_line_break_and_no_bare_percent_sign() =>
        Assert.Equal("l\tread\t/a%20b%09c%0ad%25%c3%a9\n", new Attempt("read", "/a b\tc\nd%\u00e9").Line("l"));
}
