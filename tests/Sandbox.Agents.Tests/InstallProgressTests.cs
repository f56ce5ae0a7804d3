using Sandbox.Agents.Installing;

namespace Sandbox.Agents.Tests;

public sealed class InstallProgressTests
{
    [Fact]
    public async Task A_terminal_shows_one_line_that_is_wiped_at_the_end()
    {
        using StringWriter writer = new();
        using (InstallProgress progress = new(TextWriter.Synchronized(writer), isTerminal: true, TimeProvider.System))
        {
            progress.Phase("downloading");
            await Task.Delay(400);
        }

        string shown = writer.ToString();
        Assert.DoesNotContain('\n', shown);
        Assert.StartsWith("\r\u001b[K| downloading (0 s)\r\u001b[K/ downloading", shown, StringComparison.Ordinal);
        Assert.EndsWith("\r\u001b[K", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Anything_else_gets_plain_lines()
    {
        using StringWriter writer = new();
        using (InstallProgress progress = new(writer, isTerminal: false, TimeProvider.System))
        {
            progress.Phase("one");
            progress.Phase("two");
            progress.Finish();
        }

        Assert.Equal("one\ntwo\n", writer.ToString());
    }
}
