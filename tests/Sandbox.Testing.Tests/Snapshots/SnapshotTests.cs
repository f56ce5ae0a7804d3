using System.Text;

namespace Sandbox.Testing.Tests;

/// <summary>Comparison with a verified file.</summary>
public sealed class SnapshotTests : IDisposable
{
    private readonly TempDirectory directory = TempDirectory.Create();

    private SnapshotFile Sample => new(directory.Path, "sample", "txt");

    public void Dispose() => directory.Dispose();

    [Fact]
    public void I_can_verify_a_text_against_the_file_beside_this_source_file() =>
        Snapshot.Verify("one\ntwo\n", "sample", "txt");

    [Fact]
    public void A_missing_verified_file_fails_and_leaves_what_was_received()
    {
        TestFailureException failure = Assert.Throws<TestFailureException>(() => Sample.Compare("new\n", accept: false));

        Assert.Contains("does not exist", failure.Message, StringComparison.Ordinal);
        Assert.Contains("+ new", failure.Message, StringComparison.Ordinal);
        Assert.Equal("new\n", File.ReadAllText(Sample.Received));
        Assert.False(File.Exists(Sample.Verified));
    }

    [Fact]
    public void A_difference_fails_with_the_changed_lines_and_their_neighbours_only()
    {
        Sample.Compare("a\nb\nc\nd\ne\nf\n", accept: true);

        TestFailureException failure = Assert.Throws<TestFailureException>(() => Sample.Compare("a\nb\nc\nd\ne\nF\n", accept: false));

        Assert.Contains("- f", failure.Message, StringComparison.Ordinal);
        Assert.Contains("+ F", failure.Message, StringComparison.Ordinal);
        Assert.Contains("  e", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("  a\n", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Accepting_writes_plain_bytes_and_removes_what_was_received()
    {
        _ = Assert.Throws<TestFailureException>(() => Sample.Compare("ä\n", accept: false));

        Sample.Compare("ä\n", accept: true);

        Assert.Equal([0xc3, 0xa4, 0x0a], File.ReadAllBytes(Sample.Verified));
        Assert.False(File.Exists(Sample.Received));
    }

    [Fact]
    public void Success_removes_a_stale_received_file()
    {
        File.WriteAllText(Sample.Verified, "x");
        File.WriteAllText(Sample.Received, "old");

        Sample.Compare("x", accept: false);

        Assert.False(File.Exists(Sample.Received));
    }

    [Theory]
    [InlineData("x\n", "x")]
    [InlineData("x \n", "x\n")]
    [InlineData("x\n\n", "x\n")]
    public void White_space_counts(string verified, string received)
    {
        File.WriteAllText(Sample.Verified, verified);

        _ = Assert.Throws<TestFailureException>(() => Sample.Compare(received, accept: false));
    }

    [Theory]
    [InlineData("a\r\n")]
    [InlineData("\ufeffa\n")]
    public void A_text_with_a_carriage_return_or_a_byte_order_mark_cannot_even_be_accepted(string text)
    {
        _ = Assert.Throws<TestFailureException>(() => Sample.Compare(text, accept: true));
        Assert.False(File.Exists(Sample.Verified));
    }

    [Fact]
    public void A_verified_file_with_a_byte_order_mark_fails_and_says_so()
    {
        File.WriteAllText(Sample.Verified, "a\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        TestFailureException failure = Assert.Throws<TestFailureException>(() => Sample.Compare("a\n", accept: false));

        Assert.Contains("byte order mark", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_verified_file_with_carriage_returns_fails_and_says_so()
    {
        File.WriteAllText(Sample.Verified, "a\r\n");

        TestFailureException failure = Assert.Throws<TestFailureException>(() => Sample.Compare("a\n", accept: false));

        Assert.Contains("carriage returns", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../escape", "txt")]
    [InlineData("", "txt")]
    [InlineData("name", ".txt")]
    [InlineData("name", "verified.txt")]
    public void A_name_that_is_no_file_name_is_refused(string name, string extension) =>
        Assert.Throws<TestFailureException>(() => new SnapshotFile(directory.Path, name, extension));
}
