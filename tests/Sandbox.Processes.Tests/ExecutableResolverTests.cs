using Sandbox.Linux.Processes;

namespace Sandbox.Processes.Tests;

public sealed class ExecutableResolverTests : IDisposable
{
    private readonly TempDirectory _host = TempDirectory.Create();
    private readonly TempDirectory _project = TempDirectory.Create();

    public void Dispose()
    {
        _host.Dispose();
        _project.Dispose();
    }

    [Fact]
    public void The_first_entry_of_PATH_that_has_the_tool_wins()
    {
        string first = _host.Script("a/tool", "");
        _host.Script("b/tool", "");

        Assert.Equal(first, Resolver($"{_host.Path}/none:{_host.Path}/a:{_host.Path}/b").Find("tool"));
    }

    [Fact]
    public void What_is_not_a_regular_executable_file_is_passed_over()
    {
        _host.WriteFile("a/tool", "");
        Directory.CreateDirectory($"{_host.Path}/b/tool");
        string third = _host.Script("c/tool", "");

        Assert.Equal(third, Resolver($"{_host.Path}/a:{_host.Path}/b:{_host.Path}/c").Find("tool"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(".:bin:./bin")]
    [InlineData("{0}:{0}/bin:{0}/")]
    [InlineData("{0}/../{1}")]
    public void Nothing_of_the_project_is_found_however_PATH_names_it(string form)
    {
        _project.Script("tool", "");
        _project.Script("bin/tool", "");
        string path = form.Replace("{0}", _project.Path, StringComparison.Ordinal).Replace("{1}", Path.GetFileName(_project.Path), StringComparison.Ordinal);

        Assert.Null(Resolver(path).Find("tool"));

        // Control: without the rule, the same PATH finds it (relative entries excepted).
        Assert.Equal(form.Contains('{', StringComparison.Ordinal), new ExecutableResolver(path, [], new HostFileProbe()).Find("tool") is not null);
    }

    [Fact]
    public void Only_absolute_entries_of_PATH_count() => Assert.Equal(["/a", "/b"], Resolver(":.:bin:/a::./c:/b:/a:").SearchPath);

    [Fact]
    public void A_link_that_leads_into_the_project_is_not_followed()
    {
        string evil = _project.Script("tool", "");
        _host.Link("files/tool", evil);
        _host.Link("directory", _project.Path);

        Assert.Null(Resolver($"{_host.Path}/files:{_host.Path}/directory").Find("tool"));
    }

    [Fact]
    public void A_link_in_the_project_is_refused_even_when_it_leads_to_a_good_tool()
    {
        // It can be pointed elsewhere between the check and the start.
        string good = _host.Script("good/tool", "");
        string middle = _project.Link("middle", good);
        _host.Link("bin/tool", middle);

        Assert.Null(Resolver($"{_host.Path}/bin:{_project.Path}").Find("tool"));
        Assert.Equal(good, Resolver($"{_host.Path}/bin:{_host.Path}/good").Find("tool"));
    }

    [Fact]
    public void The_project_may_be_named_through_a_link()
    {
        _project.Script("tool", "");
        string alias = _host.Link("alias", _project.Path);

        Assert.Null(new ExecutableResolver(_project.Path, [alias], new HostFileProbe()).Find("tool"));
    }

    [Fact]
    public void A_sibling_whose_name_begins_like_the_project_is_not_the_project()
    {
        using TempDirectory parent = TempDirectory.Create();
        Directory.CreateDirectory($"{parent.Path}/ws");
        string tool = parent.Script("ws-tools/tool", "");

        Assert.Equal(tool, new ExecutableResolver($"{parent.Path}/ws-tools", [$"{parent.Path}/ws"], new HostFileProbe()).Find("tool"));
    }

    [Fact]
    public void A_tool_that_everybody_may_write_or_replace_is_refused()
    {
        string file = _host.Script("a/tool", "");
        File.SetUnixFileMode(file, (UnixFileMode)0b111_111_111);
        _host.Script("b/tool", "");
        File.SetUnixFileMode($"{_host.Path}/b", (UnixFileMode)0b111_111_111);
        _host.Script("c/d/tool", "");
        File.SetUnixFileMode($"{_host.Path}/c", (UnixFileMode)0b111_111_111);

        Assert.Null(Resolver($"{_host.Path}/a:{_host.Path}/b:{_host.Path}/c/d").Find("tool"));
    }

    [Fact]
    public void In_a_sticky_directory_ones_own_tools_are_safe()
    {
        string tool = _host.Script("shared/tool", "");
        File.SetUnixFileMode($"{_host.Path}/shared", (UnixFileMode)0b001_111_111_111);

        Assert.Equal(tool, Resolver($"{_host.Path}/shared").Find("tool"));
    }

    [Fact]
    public void The_trusted_directories_are_searched_when_PATH_has_nothing()
    {
        Assert.Contains(Resolver(null).Find("sh"), (string[])["/usr/bin/sh", "/bin/sh"]);
        Assert.Contains(Resolver("/nowhere").Find("sh"), (string[])["/usr/bin/sh", "/bin/sh"]);
        Assert.Empty(Resolver(null).FindOnSearchPath("sh"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("/bin/sh")]
    [InlineData("a\0")]
    public void Only_bare_names_are_looked_up(string name) => Assert.Throws<ArgumentException>(() => Resolver("/usr/bin").Find(name));

    [Fact]
    public void A_loop_of_links_is_nothing()
    {
        _host.Link("x/tool", $"{_host.Path}/x/other");
        _host.Link("x/other", $"{_host.Path}/x/tool");

        Assert.Null(Resolver($"{_host.Path}/x").Find("tool"));
    }

    private ExecutableResolver Resolver(string? path) => new(path, [_project.Path], new HostFileProbe());
}
