using Sandbox.Agents.Catalog;
using Sandbox.Core.Diagnostics;

namespace Sandbox.Agents.Tests;

public sealed class AgentCatalogTests : IDisposable
{
    private readonly Machine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Complete_versions_are_listed_newest_first()
    {
        foreach (string version in (string[])["2.1.9", "2.1.10", "2.0.76", "2.1.10-beta.1"])
        {
            Put(version);
        }

        Assert.Equal(["2.1.10", "2.1.10-beta.1", "2.1.9", "2.0.76"], Listed());
    }

    [Fact]
    public void What_is_incomplete_or_not_ours_is_not_listed()
    {
        Put("1.0.0", marker: null);
        Put("1.0.1", marker: "{");
        Put("1.0.2", marker: """{"schemaVersion":2,"package":"p","version":"1.0.2","sha256":"x","size":64}""");
        Put("1.0.3", marker: """{"schemaVersion":1,"package":"p","version":"9.9.9","sha256":"x","size":64}""");
        Put("1.0.4", marker: """{"schemaVersion":1,"package":"p","version":"1.0.4","sha256":"x","size":63}""");
        Put("1.0.5", marker: """{"schemaVersion":1,"package":"p","version":"1.0.5","sha256":7,"size":64}""");
        Put("1.0.6", marker: "null");
        Put("latest");
        Put(".staging-1.0.7-x");

        Assert.Empty(Listed());
    }

    [Fact]
    public void An_empty_machine_has_none() => Assert.Empty(Listed());

    [Fact]
    public void A_store_that_others_may_write_to_is_refused()
    {
        Put("2.1.329");
        File.SetUnixFileMode(_machine.Store.Root, (UnixFileMode)0b111_111_111);

        SandboxException error = Assert.Throws<SandboxException>(Listed);

        Assert.Equal(ErrorCode.HostEnvironment, error.Code);
        Assert.Contains("everybody may write to it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_of_another_user_is_refused()
    {
        Put("2.1.329");

        Assert.Throws<SandboxException>(() => new AgentCatalog(_machine.Store, _machine.Files, _machine.Uid + 1).List());
    }

    [Theory]
    [InlineData("XDG_DATA_HOME", "data")]
    [InlineData("XDG_DATA_HOME", "./data")]
    [InlineData("HOME", "home")]
    [InlineData("HOME", "")]
    public void A_data_directory_that_is_not_absolute_is_refused(string name, string value)
    {
        SandboxException error = Assert.Throws<SandboxException>(
            () => AgentStore.FromEnvironment(new Dictionary<string, string> { [name] = value }));

        Assert.Equal(ErrorCode.HostEnvironment, error.Code);
    }

    [Fact]
    public void The_data_directory_follows_the_XDG_rules()
    {
        Assert.Equal("/h/.local/share/claude-sandbox/agents/claude", Root(new() { ["HOME"] = "/h", ["XDG_DATA_HOME"] = "" }));
        Assert.Equal("/d/claude-sandbox/agents/claude", Root(new() { ["HOME"] = "relative", ["XDG_DATA_HOME"] = "/d" }));
    }

    private static string Root(Dictionary<string, string> environment) => AgentStore.FromEnvironment(environment).Root;

    private string[] Listed() => [.. new AgentCatalog(_machine.Store, _machine.Files, _machine.Uid).List().Select(i => i.Version.ToString())];

    private void Put(string version) =>
        Put(version, $$"""{"schemaVersion":1,"package":"p","version":"{{version}}","sha256":"x","size":64}""");

    private void Put(string version, string? marker)
    {
        string directory = $"home/.local/share/claude-sandbox/agents/claude/{version}";
        _machine.Elf($"{directory}/claude");
        if (marker is not null)
        {
            _machine.Write($"{directory}/installed.json", marker);
        }
    }
}
