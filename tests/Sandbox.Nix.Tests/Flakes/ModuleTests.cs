using System.Text.Json;

namespace Sandbox.Nix.Tests.Flakes;

/// <summary>services.claude-sandbox, evaluated with as much of the module system as tests/nix has.</summary>
public sealed class ModuleTests(StubFlake flake) : IClassFixture<StubFlake>
{
    private const string Summary = "{ packages = map (p: p.name) config.environment.systemPackages; etc = config.environment.etc; unfree = config.nixpkgs.config.allowUnfree or false; userns = config.security.unprivilegedUsernsClone; failed = map (a: a.message) (builtins.filter (a: !a.assertion) config.assertions); }";

    [Fact]
    public void It_does_nothing_until_it_is_enabled() =>
        Assert.Equal("""{"etc":{},"failed":[],"packages":[],"unfree":false,"userns":false}""", Machine("{ }"));

    [Fact]
    public void Enabled_it_installs_the_launcher_and_lets_it_work() =>
        Assert.Equal("""{"etc":{},"failed":[],"packages":["claude-sandbox"],"unfree":true,"userns":true}""", Machine("{ services.claude-sandbox.enable = true; }"));

    [Fact]
    public void What_is_managed_becomes_the_machine_s_file()
    {
        using JsonDocument machine = JsonDocument.Parse(Machine("{ services.claude-sandbox = { enable = true; managed.network.mode = \"none\"; }; }"));
        Assert.Equal("""{"network":{"mode":"none"}}""", machine.RootElement.GetProperty("etc").GetProperty("claude-sandbox/managed.json").GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("enable = \"yes\"", "services.claude-sandbox.enable' is not of type `boolean'")]
    [InlineData("enable = true; network = \"no\"", "services.claude-sandbox.network' is not of type `boolean'")]
    [InlineData("enable = true; native.extraPackages = [ \"hello\" ]", "services.claude-sandbox.native.extraPackages' is not of type `list of package'")]
    [InlineData("enable = true; settings = [ ]", "services.claude-sandbox.settings' is not of type `attribute set'")]
    public void A_value_of_the_wrong_type_is_refused(string options, string message)
    {
        ProcessResult result = flake.TryMachine($"{{ services.claude-sandbox = {{ {options}; }}; }}", "[ (map (p: p.drvPath) config.environment.systemPackages) ]");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(message, result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_without_user_namespaces_is_told_what_to_do()
    {
        using JsonDocument machine = JsonDocument.Parse(Machine("{ services.claude-sandbox.enable = true; boot.kernel.sysctl.\"user.max_user_namespaces\" = 0; }"));
        Assert.Equal(
            "services.claude-sandbox needs user namespaces: take boot.kernel.sysctl.\"user.max_user_namespaces\" = 0 out, or set services.claude-sandbox.enable = false",
            Assert.Single(machine.RootElement.GetProperty("failed").EnumerateArray()).GetString());
    }

    [Fact]
    public void Packages_settings_and_network_reach_the_launcher()
    {
        string script = File.ReadAllText(flake.BuildMachine(
            "{ services.claude-sandbox = { enable = true; network = false; native.extraPackages = [ pkgs.hello ]; settings = { ask = true; network.allow = [ \"a.example\" ]; }; }; }") + "/bin/claude-sandbox");
        Assert.Matches("PATH=\"[^:\"]*-hello/bin:\\$PATH\"", script);

        using JsonDocument settings = JsonDocument.Parse(File.ReadAllText(script.Split("CLAUDE_SANDBOX_DEFAULTS=")[1].Split('\n')[0]));
        Assert.True(settings.RootElement.GetProperty("ask").GetBoolean());
        Assert.Equal("""{"mode":"none"}""", settings.RootElement.GetProperty("network").GetRawText());
    }

    private string Machine(string options)
    {
        ProcessResult result = flake.TryMachine(options, Summary);
        return result.ExitCode == 0 ? result.OutputText.Trim() : throw new TestFailureException(result.ErrorText);
    }
}
