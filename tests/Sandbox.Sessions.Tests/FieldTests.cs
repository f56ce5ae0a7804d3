using Sandbox.Core.Diagnostics;
using Sandbox.Linux.Files;
using Sandbox.Linux.Sockets;
using Sandbox.Sessions.Live;

namespace Sandbox.Sessions.Tests;

/// <summary>Messages between clients and owners of sandboxes.</summary>
public sealed class FieldTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        FieldReader fields = new(new FieldWriter().Text("a\udc80 b").Number(-5).Texts(["x", string.Empty]).Lists([[1, 0, 2], []]).Finish());

        Assert.Equal("a\udc80 b", fields.Text());
        Assert.Equal(-5, fields.Number());
        Assert.Equal(["x", string.Empty], fields.Texts());
        Assert.Equal([[1, 0, 2], []], fields.Lists());
        Assert.True(fields.IsAtEnd);
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("FFFFFFFF")]
    [InlineData("FFFFFF7F00")]
    [InlineData("0200000041")]
    public void A_message_that_is_cut_is_an_error_and_never_more(string bytes) =>
        Assert.Throws<InvalidDataException>(() => new FieldReader(Convert.FromHexString(bytes)).Bytes());

    [Theory]
    [InlineData(-1)]
    [InlineData(65537)]
    [InlineData(long.MaxValue)]
    public void A_list_of_more_than_can_be_is_an_error(long count) =>
        Assert.Throws<InvalidDataException>(() => new FieldReader(new FieldWriter().Number(count).Finish()).Texts());

    [Theory]
    [InlineData("claude-sandbox 0", false)]
    [InlineData("claude-sandbox 2", false)]
    [InlineData("", false)]
    [InlineData(LiveCall.Version, true)]
    public void A_message_of_another_version_is_an_error(string version, bool isOurs)
    {
        (Descriptor ours, Descriptor theirs) = Descriptor.MessagePair();
        using (ours)
        using (theirs)
        {
            Assert.True(DescriptorMessages.Send(theirs, new FieldWriter().Text(version).Text("word").Finish(), []));
            if (isOurs)
            {
                Assert.Equal("word", LiveCall.Ask(ours, LiveCall.Say("question"))!.Value.Word);
                return;
            }

            SandboxException refused = Assert.Throws<SandboxException>(() => LiveCall.Ask(ours, LiveCall.Say("question")));
            Assert.Equal(ErrorCode.Unanswered, refused.Code);
            Assert.Contains("another version of this program", refused.Message, StringComparison.Ordinal);
        }
    }
}
