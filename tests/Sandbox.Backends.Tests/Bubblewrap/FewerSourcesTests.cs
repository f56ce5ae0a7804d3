using Sandbox.Backends.Bubblewrap;
using Sandbox.Backends.Tests.Native;
using Sandbox.Core.Plans;

namespace Sandbox.Backends.Tests.Bubblewrap;

/// <summary>Dozens of small files of one directory come in with the directory.</summary>
public sealed class FewerSourcesTests
{
    private static readonly BindMount[] Many = [.. Enumerable.Range(0, 40).Select(static i => Bind($"/etc/file{i:D2}"))];

    [Fact]
    public void Many_sources_below_etc_are_one() =>
        Assert.Equal(["--ro-bind /etc", "--ro-bind /usr"], Sources([Bind("/usr"), .. Many, Bind("/etc/ssl/certs"), Bind("/etc/gone") with { Optional = true }]));

    [Fact]
    public void A_handful_is_let_in_one_by_one() =>
        Assert.Equal(["--ro-bind /etc/file00", "--ro-bind-try /etc/gone", "--ro-bind /usr"], Sources(Bind("/usr"), Many[0], Bind("/etc/gone") with { Optional = true }));

    [Fact]
    public void What_is_writable_below_it_does_not_make_the_rest_writable() =>
        Assert.Equal(["--ro-bind /etc", "--bind /etc/mine"], Sources([.. Many, Bind("/etc/mine") with { Writable = true }]));

    [Fact]
    public void It_covers_no_source_that_lies_above_it() =>
        Assert.Equal(["--ro-bind /etc", "--dev-bind /dev/null", "--dev-bind /etc/device", "--ro-bind /srv/etc/a", "--ro-bind /usr"], Sources(
            [Bind("/usr"), Bind("/dev/null") with { AllowDevices = true }, Bind("/etc/device") with { AllowDevices = true }, Bind("/srv/etc/a"), .. Many]));

    [Fact]
    public void No_other_directory_comes_in_whole() =>
        Assert.Equal(40, Sources([.. Enumerable.Range(0, 40).Select(static i => Bind($"/etcetera/file{i:D2}"))]).Length);

    private static BindMount Bind(string source) => new() { Target = source, Source = source, Reason = "t" };

    /// <summary>Each source with its option, in the order in which bwrap takes them.</summary>
    private static string[] Sources(params BindMount[] mounts)
    {
        IReadOnlyList<string> words = BubblewrapArguments.Of(SamplePlan.With(mounts));
        return [.. Enumerable.Range(0, words.Count).Where(i => words[i].Contains("bind", StringComparison.Ordinal) && words[i][0] == '-').Select(i => $"{words[i]} {words[i + 1]}")];
    }
}
