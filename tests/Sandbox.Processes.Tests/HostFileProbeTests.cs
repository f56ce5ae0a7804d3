using Sandbox.Linux.Processes;

namespace Sandbox.Processes.Tests;

public sealed class HostFileProbeTests : IDisposable
{
    private readonly TempDirectory _host = TempDirectory.Create();
    private readonly HostFileProbe _files = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Links_are_resolved_as_the_kernel_does()
    {
        string file = _host.WriteFile("real/deep/file", "12345");
        _host.Link("up/link", "../real/./deep/../deep/file");
        _host.Link("dir", $"{_host.Path}/up");

        FileFacts facts = _files.Look($"{_host.Path}/dir/link")!;

        Assert.Equal(file, facts.RealPath);
        Assert.Equal([$"{_host.Path}/dir", $"{_host.Path}/up/link"], facts.Traversed);
        Assert.Equal((true, false, 5L), (facts.IsRegular, facts.IsExecutable, facts.Size));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("missing/../file")]
    [InlineData("file/x")]
    [InlineData("dangling")]
    public void What_leads_nowhere_is_null(string name)
    {
        _host.WriteFile("file", "");
        _host.Link("dangling", "elsewhere");

        Assert.Null(_files.Look($"{_host.Path}/{name}"));
    }

    [Fact]
    public void The_start_of_a_file_is_read_and_no_more()
    {
        Assert.Equal("abc"u8.ToArray(), _files.ReadStart(_host.WriteFile("f", "abcdef"), 3));
        Assert.Equal("ab"u8.ToArray(), _files.ReadStart(_host.WriteFile("g", "ab"), 3));
        Assert.Empty(_files.ReadStart(_host.Path, 3));
        Assert.Empty(_files.ReadStart($"{_host.Path}/none", 3));
    }

    [Fact]
    public void Names_are_listed_in_ordinal_order()
    {
        foreach (string name in (string[])["b", "B", "a", ".c"])
        {
            _host.WriteFile(name, "");
        }

        Assert.Equal([".c", "B", "a", "b"], _files.List(_host.Path));
        Assert.Empty(_files.List($"{_host.Path}/none"));
    }
}
