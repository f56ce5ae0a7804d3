namespace Sandbox.Testing.Tests;

/// <summary>Temporary directories and their removal.</summary>
public sealed class TempDirectoryTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Fact]
    public void It_is_private_unless_asked_otherwise()
    {
        using TempDirectory directory = TempDirectory.Create();

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(directory.Path));
        Assert.StartsWith("/tmp/", directory.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_in_it_is_removed()
    {
        TempDirectory directory = TempDirectory.Create();
        _ = directory.WriteFile("a/b/c.txt", "x");
        _ = File.CreateSymbolicLink(directory.At("dangling"), "/nowhere");
        File.SetUnixFileMode(directory.Directory("locked"), UnixFileMode.None);

        directory.Dispose();
        directory.Dispose();

        Assert.False(Directory.Exists(directory.Path));
    }

    [Fact]
    public void A_link_is_removed_but_not_what_it_points_at()
    {
        using TempDirectory outside = TempDirectory.Create();
        string kept = outside.WriteFile("kept.txt", "x");
        using (TempDirectory directory = TempDirectory.Create())
        {
            _ = Directory.CreateSymbolicLink(directory.At("link"), outside.Path);
        }

        Assert.True(File.Exists(kept));
    }

    [Fact]
    public void A_directory_swapped_for_a_link_does_not_redirect_the_removal()
    {
        using TempDirectory victim = TempDirectory.Create();
        string kept = victim.WriteFile("kept.txt", "x");
        using TempDirectory holder = TempDirectory.Create();
        TempDirectory directory = TempDirectory.Create();
        Directory.Move(directory.Path, holder.At("moved"));
        _ = Directory.CreateSymbolicLink(directory.Path, victim.Path);

        _ = Assert.Throws<TestFailureException>(directory.Dispose);

        Assert.True(File.Exists(kept));
        File.Delete(directory.Path);
    }

    [Fact]
    public void A_name_that_is_not_utf8_is_removed_too()
    {
        TempDirectory directory = TempDirectory.Create();
        _ = ProcessRun.Run(new ProcessRequest("/bin/sh", "-c", "mkdir \"$(printf 'd\\377')\"; : > \"$(printf 'd\\377/f\\376')\"") { WorkingDirectory = directory.Path })
            .ExpectExit();

        directory.Dispose();

        Assert.False(Directory.Exists(directory.Path));
    }

    [Fact]
    public void A_bind_mount_left_behind_fails_the_test_and_its_files_survive()
    {
        TestHost.RequireRoot();
        using TempDirectory outside = TempDirectory.Create();
        string kept = outside.WriteFile("kept.txt", "x");
        TempDirectory directory = TempDirectory.Create();
        string point = directory.Directory("mounted");
        _ = ProcessRun.Run("/usr/bin/mount", "--bind", outside.Path, point).ExpectExit();
        try
        {
            TestFailureException failure = Assert.Throws<TestFailureException>(directory.Dispose);

            Assert.Contains(point, failure.Message, StringComparison.Ordinal);
            Assert.True(File.Exists(kept));
        }
        finally
        {
            _ = ProcessRun.Run("/usr/bin/umount", point).ExpectExit();
            Directory.Delete(point);
            Directory.Delete(directory.Path);
        }
    }

    [Theory, ClassData(typeof(IdentityData))]
    public void A_traversable_directory_can_be_entered_and_read_by_everybody(Identity identity)
    {
        using TempDirectory directory = TempDirectory.Create(TempDirectoryAccess.Traversable);
        string file = directory.WriteFile("inside/file.txt", "seen");

        Assert.Equal("seen", ProcessRun.RunAs(identity, new ProcessRequest("/bin/cat", file)).ExpectExit().OutputText);
    }

    [Fact]
    public void A_private_directory_of_root_cannot_be_entered_by_the_user()
    {
        TestHost.RequireRoot();
        using TempDirectory directory = TempDirectory.Create();
        string file = directory.WriteFile("file.txt", "secret");

        _ = ProcessRun.RunAs(Identity.User, new ProcessRequest("/bin/cat", file)).ExpectExit(1);
    }

    [Theory, ClassData(typeof(IdentityData))]
    public void A_directory_made_for_an_identity_can_be_written_by_it(Identity identity)
    {
        using TempDirectory directory = TempDirectory.CreateFor(identity);

        _ = ProcessRun.RunAs(identity, new ProcessRequest("/bin/mkdir", directory.At("made"))).ExpectExit();

        Assert.True(Directory.Exists(directory.At("made")));
    }
}
