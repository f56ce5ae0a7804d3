using Sandbox.Linux.Processes;

namespace Sandbox.Processes.Tests;

public sealed class PathTextTests
{
    [Theory]
    [InlineData("/a", "/a", true)]
    [InlineData("/a/b", "/a", true)]
    [InlineData("/a/b", "/a/", true)]
    [InlineData("/ab", "/a", false)]
    [InlineData("/A/b", "/a", false)]
    [InlineData("/a", "/a/b", false)]
    [InlineData("/a", "/", true)]
    public void Lying_under_a_directory_goes_by_whole_components(string path, string directory, bool expected) =>
        Assert.Equal(expected, PathText.IsUnder(path, directory));

    [Theory]
    [InlineData("/a", "b", "/a/b")]
    [InlineData("/a/", "/b", "/a/b")]
    [InlineData("/", "b", "/b")]
    public void A_joined_name_never_replaces_the_directory(string directory, string name, string expected) =>
        Assert.Equal(expected, PathText.Join(directory, name));

    [Theory]
    [InlineData("/a/b", "/a", "b")]
    [InlineData("/a/", "/", "a")]
    [InlineData("/", null, "")]
    public void A_path_has_a_parent_and_a_name(string path, string? parent, string name) =>
        Assert.Equal((parent, name), (PathText.Parent(path), PathText.Name(path)));
}
