using Sandbox.Linux.Files;
using Sandbox.Sessions.Git;
using Sandbox.Sessions.State;
using Sandbox.Sessions.Tests.Fixtures;

namespace Sandbox.Sessions.Tests;

/// <summary>What a writer leaves that is killed between writing a file and giving it its name.</summary>
public sealed class UnfinishedFileTests
{
    [Fact]
    public void The_next_one_to_open_a_project_leaves_nothing_of_it()
    {
        using Project project = new();
        string directory = project.State.Directory;
        Leave(Path.Combine(directory, "path"));
        Leave(Path.Combine(project.StateRoot, "CACHEDIR.TAG"));

        _ = project.State;

        Assert.Equal(project.Directory + "\n", File.ReadAllText(Path.Combine(directory, "path")));
        Assert.Empty(Directory.GetFiles(project.StateRoot, "*.new", SearchOption.AllDirectories));
    }

    [Fact]
    public void Many_that_open_a_project_for_the_first_time_all_find_it_whole()
    {
        using Project project = new();
        Parallel.For(0, 32, _ => Assert.Equal(project.Directory + "\n", File.ReadAllText(Path.Combine(project.State.Directory, "path"))));
        Assert.Empty(Directory.GetFiles(project.StateRoot, "*.new", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_file_of_git_is_replaced_whatever_lies_under_the_name_of_the_unfinished_one()
    {
        using TempDirectory root = TempDirectory.Create();
        using DirectoryHandle directory = DirectoryHandle.Open(root.Path)!;
        Assert.Equal(0, GitPlaces.Replace(directory, "HEAD", "old"u8, GitPlaces.FileMode));
        File.WriteAllText(root.At("claude-sandbox.new"), "half");
        Assert.Equal(0, GitPlaces.Replace(directory, "HEAD", "new"u8, GitPlaces.FileMode));
        _ = Directory.CreateDirectory(root.At("claude-sandbox.new", "full"));
        Assert.Equal(0, GitPlaces.Replace(directory, "HEAD", "newer"u8, GitPlaces.FileMode));

        Assert.Equal("newer", File.ReadAllText(root.At("HEAD")));
        Assert.Equal([root.At("HEAD")], Directory.GetFileSystemEntries(root.Path));
    }

    [Fact]
    public void What_is_left_in_the_hosts_git_directory_and_in_the_state_is_swept()
    {
        using TempDirectory root = TempDirectory.Create();
        string[] left = [root.At("host", "claude-sandbox.new"), root.At("state", "claude-sandbox.new"), root.At("state", "base", "claude-sandbox.new"), root.At("state", "base-logs", "claude-sandbox.new")];
        foreach (string file in left)
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, "half");
        }

        using DirectoryHandle host = DirectoryHandle.Open(root.At("host"))!;
        using DirectoryHandle state = DirectoryHandle.Open(root.At("state"))!;
        GitPlaces.Sweep(state, host);
        Assert.All(left, static f => Assert.False(File.Exists(f)));
    }

    private static void Leave(string path)
    {
        File.Delete(path);
        File.WriteAllText(path + ".new", "half of what belo");
    }
}
