using System.Globalization;
using Sandbox.Linux.Files;
using Sandbox.Sessions.Git;

namespace Sandbox.Sessions.Tests;

/// <summary>What could not be published is kept for a while, and not for ever.</summary>
public sealed class GitKeptTests
{
    private static readonly DateTime Now = new(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc);
    private static readonly GitPair Pair = new([1, 2], [3]);

    [Fact]
    public void The_newest_ten_stay()
    {
        using TempDirectory root = TempDirectory.Create();
        using DirectoryHandle state = DirectoryHandle.Open(root.Path)!;
        string[] names = [.. Enumerable.Range(0, GitKept.Most + 3).Select(i => GitKept.Add(state, Pair, Now.AddMinutes(i)))];
        Assert.Equal(names[3..].Order(StringComparer.Ordinal), Kept(root));
        Assert.Equal([1, 2], File.ReadAllBytes(root.At(names[^1], "HEAD")));
        Assert.Equal([3], File.ReadAllBytes(root.At(names[^1], "index")));
    }

    [Fact]
    public void Those_older_than_ninety_days_go_and_what_somebody_else_put_there_stays()
    {
        using TempDirectory root = TempDirectory.Create();
        using DirectoryHandle state = DirectoryHandle.Open(root.Path)!;
        _ = GitKept.Add(state, Pair, Now.AddDays(-91));
        string young = GitKept.Add(state, Pair, Now.AddDays(-89));
        _ = Directory.CreateDirectory(root.At("kept", "mine"));
        GitKept.Trim(state, Now);
        Assert.Equal([young, "kept/mine"], Kept(root));
    }

    [Fact]
    public void Nothing_kept_is_nothing_to_do()
    {
        using TempDirectory root = TempDirectory.Create();
        using DirectoryHandle state = DirectoryHandle.Open(root.Path)!;
        GitKept.Trim(state, Now);
        Assert.Empty(Directory.GetFileSystemEntries(root.Path));
    }

    private static IEnumerable<string> Kept(TempDirectory root) =>
        Directory.GetDirectories(root.At("kept")).Select(d => string.Create(CultureInfo.InvariantCulture, $"kept/{Path.GetFileName(d)}")).Order(StringComparer.Ordinal);
}
