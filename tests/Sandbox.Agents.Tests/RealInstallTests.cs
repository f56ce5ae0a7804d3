using System.Text.Json.Nodes;
using Sandbox.Agents.Catalog;
using Sandbox.Agents.Installing;
using Sandbox.Core.Diagnostics;
using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Tests;

[Collection(RealInstallCollection.Name)]
public sealed class RealInstallTests(RealInstall install)
{
    private const string Version = ClaudeAgent.DefaultVersion;
    private readonly Machine _machine = install.Machine;

    [Fact]
    public void Two_installs_at_once_download_once_and_both_succeed()
    {
        Assert.Equal([false, true], install.Results.Select(r => r.WasInstalled).Order());
        Assert.Contains("waiting for another install to end\n", _machine.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_store_holds_the_version_and_nothing_else()
    {
        Assert.Equal([Version], _machine.Left());
        Assert.Equal(
            ["LICENSE.md", "README.md", "claude", "installed.json", "package.json"],
            _machine.Files.List($"{_machine.Store.Root}/{Version}"));
        UnixFileMode mode = File.GetUnixFileMode($"{_machine.Store.Root}/{Version}/claude") | File.GetUnixFileMode(_machine.Store.Root);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, mode);
    }

    [Fact]
    public void The_catalog_lists_it_with_the_hash_that_its_marker_records()
    {
        InstalledAgent agent = Assert.Single(new AgentCatalog(_machine.Store, _machine.Files, _machine.Uid).List());
        JsonNode marker = JsonNode.Parse(File.ReadAllText($"{agent.Directory}/installed.json"))!;

        Assert.Equal(Version, agent.Version.ToString());
        Assert.Equal((string?)marker["sha256"], agent.Sha256);
        Assert.Matches("^[0-9a-f]{64}$", agent.Sha256);
        Assert.Equal(new FileInfo(agent.Executable).Length, (long)marker["size"]!);
    }

    [Fact]
    public async Task Installing_it_again_needs_neither_npm_nor_network()
    {
        using Machine offline = new();
        offline.Environment["XDG_DATA_HOME"] = _machine.Environment["XDG_DATA_HOME"];
        FakeNpm.Put(offline, "exit 1");

        AgentInstallResult result = await offline.Install(Version);

        Assert.True(result.WasInstalled);
        Assert.Equal(string.Empty, offline.Output.ToString());
    }

    [Fact]
    public async Task It_runs_and_the_locator_finds_it_last_of_all()
    {
        using Machine user = new();
        user.Environment["XDG_DATA_HOME"] = _machine.Environment["XDG_DATA_HOME"];

        AgentInstallation found = user.Locator().Locate();
        CommandResult said = await new CommandRunner(TimeProvider.System).RunAsync(
            new CommandSpec
            {
                Executable = found.Executable,
                Arguments = [.. found.LeadingArguments, "--version"],
                Environment = new Dictionary<string, string> { ["HOME"] = user.Home, ["PATH"] = "/usr/bin:/bin" },
                WorkingDirectory = user.Home,
            },
            CancellationToken.None);

        Assert.Equal(AgentSource.Installed, found.Source);
        Assert.Equal(Version, found.Version);
        Assert.Equal([$"{_machine.Store.Root}/{Version}"], found.VisibleDirectories);
        Assert.StartsWith(Version, said.OutputText, StringComparison.Ordinal);

        string mine = user.Elf("home/.local/bin/claude");
        Assert.Equal(mine, user.Locator().Locate().Executable);
    }

    [Fact]
    public async Task A_version_that_does_not_exist_is_named_as_missing()
    {
        SandboxException error = await Assert.ThrowsAsync<SandboxException>(() => _machine.Install("9.9.9"));

        Assert.Equal(
            $"cannot install claude 9.9.9: the registry has no {_machine.Platform.PackageName} 9.9.9; name another version", error.Message);
        Assert.Equal([Version], _machine.Left());
    }

    [Fact]
    public async Task No_network_is_named_as_such()
    {
        using Machine offline = new();
        offline.Environment["PATH"] = _machine.Environment["PATH"];
        offline.Environment["npm_config_registry"] = "http://127.0.0.1:1";
        offline.Environment["npm_config_fetch_retries"] = "0";

        SandboxException error = await Assert.ThrowsAsync<SandboxException>(() => offline.Install(Version));

        Assert.Equal(
            $"cannot install claude {Version}: the npm registry cannot be reached (ECONNREFUSED); check the network and the proxy settings", error.Message);
        Assert.Empty(offline.Left());
    }
}
