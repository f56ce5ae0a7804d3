using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Linux.Files;
using Sandbox.Sessions.Live;

namespace Sandbox.Sessions.Tests;

/// <summary>The registry of what runs, without a sandbox.</summary>
public sealed class LiveEntryTests : IDisposable
{
    private const string Id = "app-0123456789ab";

    private readonly TempDirectory _root = TempDirectory.Create();

    [Fact]
    public void The_first_claims_and_the_second_is_connected_to_it()
    {
        using RunDirectory run = Open();
        using LiveClaim first = LiveEntry.Claim(run, Id);
        using LiveEntry entry = first.Entry!;

        using LiveClaim second = LiveEntry.Claim(run, Id);

        Assert.Null(second.Entry);
        Assert.NotNull(second.Owner);
        Assert.Equal([Id], LiveEntry.Sweep(run));
    }

    [Fact]
    public void What_is_released_leaves_nothing_and_can_be_claimed_again()
    {
        using RunDirectory run = Open();
        using (LiveClaim first = LiveEntry.Claim(run, Id))
        {
            first.Entry!.Dispose();
        }

        Assert.False(Directory.Exists(Path.Combine(run.Path, Id)));
        Assert.Null(LiveEntry.Connect(run, Id));
        using LiveClaim again = LiveEntry.Claim(run, Id);
        Assert.NotNull(again.Entry);
        again.Entry.Dispose();
    }

    [Fact]
    public void An_owner_that_died_leaves_an_entry_that_the_next_one_takes_over()
    {
        using RunDirectory run = Open();
        using (LiveClaim dead = LiveEntry.Claim(run, Id))
        {
            // As the kernel does for whoever is killed: descriptors are closed, files stay.
            dead.Entry!.Close();
        }

        Assert.True(File.Exists(Path.Combine(run.Path, Id, "lock")));
        using LiveClaim next = LiveEntry.Claim(run, Id);
        Assert.NotNull(next.Entry);
        next.Entry.Dispose();
    }

    [Fact]
    public void A_sweep_removes_what_nobody_holds_and_follows_no_link()
    {
        using RunDirectory run = Open();
        using (LiveClaim dead = LiveEntry.Claim(run, Id))
        {
            dead.Entry!.Close();
        }

        string kept = _root.Directory("kept");
        File.WriteAllText(Path.Combine(kept, "file"), "kept");
        _ = File.CreateSymbolicLink(Path.Combine(run.Path, "link"), kept);
        _ = File.CreateSymbolicLink(Path.Combine(run.Path, Id, "link"), Path.Combine(kept, "file"));

        Assert.Empty(LiveEntry.Sweep(run));

        Assert.Equal(["lock"], Directory.EnumerateFileSystemEntries(run.Path).Select(Path.GetFileName));
        Assert.True(File.Exists(Path.Combine(kept, "file")));
    }

    [Fact]
    public void An_entry_that_others_may_write_is_refused()
    {
        using RunDirectory run = Open();
        string open = Directory.CreateDirectory(Path.Combine(run.Path, Id)).FullName;
        File.SetUnixFileMode(open, (UnixFileMode)0b111_111_111);

        SandboxException refused = Assert.Throws<SandboxException>(() => LiveEntry.Claim(run, Id));

        Assert.Equal(ErrorCode.Registry, refused.Code);
    }

    [Fact]
    public void A_path_that_is_too_long_for_a_socket_works()
    {
        using RunDirectory run = Open(new string('d', 120));
        using LiveClaim first = LiveEntry.Claim(run, Id);
        using LiveEntry entry = first.Entry!;
        using Descriptor? connection = LiveEntry.Connect(run, Id);
        Assert.NotNull(connection);
    }

    public void Dispose() => _root.Dispose();

    private RunDirectory Open(string name = "run")
    {
        string path = _root.Directory(name);
        File.SetUnixFileMode(path, (UnixFileMode)0b111_000_000);
        return RunDirectory.Open(new HostFacts
        {
            Uid = 0,
            Gid = 0,
            UserName = "user",
            GroupName = "user",
            Home = _root.Path,
            WorkingDirectory = _root.Path,
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["XDG_RUNTIME_DIR"] = path },
            Files = null!,
            LandlockAbi = 0,
        });
    }
}
