using Sandbox.Backends.Native;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Output;
using Sandbox.Linux.Files;

namespace Sandbox.Cli.Tests.Hosting;

/// <summary>What is said of a file system that fills up, and how two watches become one.</summary>
public sealed class DiskWatchTests
{
    [Fact]
    public void A_file_system_that_is_nearly_full_is_named_once()
    {
        using StringWriter text = new();
        DiskWatch watch = new("/srv/app", static () => 100L << 20, new Messages(text, quiet: true));
        Assert.True(watch.Look());
        Assert.True(watch.Look());
        Assert.Equal("claude-sandbox: warning: only 100 MiB are left on the file system of /srv/app: make room there\n", text.ToString());
    }

    [Theory]
    [InlineData(DiskWatch.Low)]
    [InlineData(null)]
    public void Nothing_is_said_while_there_is_room_or_nobody_knows(long? free)
    {
        using StringWriter text = new();
        Assert.True(new DiskWatch("/srv/app", () => free, new Messages(text, quiet: false)).Look());
        Assert.Empty(text.ToString());
    }

    [Fact]
    public void A_real_directory_is_looked_at()
    {
        using StringWriter text = new();
        Assert.True(DiskWatch.Of(Path.GetTempPath(), new Messages(text, quiet: false)).Look());
        Assert.Equal(new DriveInfo(Path.GetTempPath()).AvailableFreeSpace < DiskWatch.Low, text.ToString().Length > 0);
    }

    [Fact]
    public void Either_of_two_watches_stops_the_sandbox_and_the_shorter_pause_counts()
    {
        Fixed calm = new(true, TimeSpan.FromSeconds(5));
        Assert.True(new LiveWatches(calm, calm).Look());
        Assert.False(new LiveWatches(new Fixed(false, null), calm).Look());
        Assert.False(new LiveWatches(calm, new Fixed(false, null)).Look());
        Assert.Equal(TimeSpan.FromSeconds(5), new LiveWatches(null, calm).Again);
        Assert.Equal(TimeSpan.FromSeconds(1), new LiveWatches(new Fixed(true, TimeSpan.FromSeconds(1)), calm).Again);

        // A watch that has no events of the kernel's looks after its own delay.
        Assert.Equal(TimeSpan.FromMilliseconds(40), new LiveWatches(new Fixed(true, null), calm).Again);
    }

    private sealed class Fixed(bool goesOn, TimeSpan? again) : ILiveWatch
    {
        public TimeSpan Delay => TimeSpan.FromMilliseconds(40);

        public TimeSpan? Again => again;

        public Descriptor? Begin() => null;

        public bool Look() => goesOn;
    }
}
