using Sandbox.Configuration.Catalogue;
using Sandbox.Configuration.Merging;

namespace Sandbox.Configuration.Tests.Merging;

/// <summary>A list of forwards is not gone around by the option that is short for several of them.</summary>
public sealed class DesktopForwardsTests
{
    private const string All = """{ "forwards": ["wayland", "x11", "gpu", "audio"] }""";

    [Theory]
    [InlineData("""{ "forwards": [] }""")]
    [InlineData("""{ "forwards": ["wayland", "gpu", "audio"] }""")]
    public void A_managed_file_that_bounds_forwards_bounds_what_desktop_lets_in(string managed)
    {
        Assert.Equal(
            ["CS111 --desktop: more than /etc/c/managed.json:1 lets: leave it out, or ask whoever manages this machine"],
            new Texts { Managed = managed, Flags = [("--desktop", "true")] }.Mistakes());
        Assert.NotEmpty(new Texts { Managed = managed, User = """{ "desktop": true }""" }.Mistakes());
    }

    [Fact]
    public void One_that_lets_all_of_them_in_or_says_nothing_of_them_leaves_it()
    {
        Assert.Empty(new Texts { Managed = All, Flags = [("--desktop", "true")] }.Mistakes());
        Assert.Empty(new Texts { Managed = """{ "rw": [] }""", Flags = [("--desktop", "true")] }.Mistakes());
        Assert.Empty(new Texts { Managed = """{ "forwards": [] }""" }.Mistakes());
    }

    [Fact]
    public void A_projects_file_that_keeps_fewer_forwards_takes_the_desktop_away_and_that_is_told()
    {
        EffectiveSettings settings = new Texts { Project = """{ "forwards": [] }""", Flags = [("--desktop", "true")] }.Merge();
        Assert.Equal("false", settings.Word(SettingCatalogue.Desktop));
        Assert.Equal([SettingCatalogue.Desktop], settings.Tightened);

        string[] granted = ["wayland", "x11", "gpu", "audio"];
        EffectiveSettings kept = new Texts { Project = All, Flags = [("--desktop", "true"), .. granted.Select(static g => ("--forward", g))] }.Merge();
        Assert.Equal("true", kept.Word(SettingCatalogue.Desktop));
    }
}
