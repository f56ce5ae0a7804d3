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

    [Fact]
    public void Each_backend_that_is_enabled_is_installed()
    {
        Assert.Contains(
            "\"packages\":[\"claude-sandbox\",\"claude-sandbox-container\",\"claude-sandbox-vm\"]",
            Machine("{ services.claude-sandbox = { enable = true; container.enable = true; vm.enable = true; }; }"),
            StringComparison.Ordinal);
        Assert.Contains("\"packages\":[\"claude-sandbox\"]", Machine("{ services.claude-sandbox = { enable = true; native.enable = false; bubblewrap.enable = true; }; }"), StringComparison.Ordinal);
    }

    [Fact]
    public void Modules_of_the_machine_reach_the_guest()
    {
        string script = File.ReadAllText(flake.BuildMachine(
            "{ services.claude-sandbox = { enable = true; native.enable = false; vm.enable = true; vm.extraModules = [ { virtualisation.memorySize = 8192; } ]; }; }") + "/bin/claude-sandbox-vm");

        using JsonDocument settings = JsonDocument.Parse(File.ReadAllText(script.Split("CLAUDE_SANDBOX_DEFAULTS=")[1].Split('\n')[0]));
        string start = File.ReadAllText(settings.RootElement.GetProperty("agent").GetString()!);
        Assert.Contains("-m 8192 -smp 4 ", File.ReadAllText(start.Split("CLAUDE_SANDBOX_MACHINE=")[1].Split('\n')[0]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("enable = \"yes\"", "services.claude-sandbox.enable' is not of type `boolean'")]
    [InlineData("enable = true; network = \"no\"", "services.claude-sandbox.network' is not of type `boolean'")]
    [InlineData("enable = true; native.extraPackages = [ \"hello\" ]", "services.claude-sandbox.native.extraPackages' is not of type `list of package'")]
    [InlineData("enable = true; settings = [ ]", "services.claude-sandbox.settings' is not of type `attribute set'")]
    [InlineData("enable = true; managed = \"none\"", "services.claude-sandbox.managed' is not of type `attribute set'")]
    [InlineData("enable = true; bubblewrap.enable = 1", "services.claude-sandbox.bubblewrap.enable' is not of type `boolean'")]
    [InlineData("enable = true; container.enable = true; container.extraModules = { }", "services.claude-sandbox.container.extraModules' is not of type `list of anything'")]
    [InlineData("enable = true; vm.enable = null", "services.claude-sandbox.vm.enable' is not of type `boolean'")]
    [InlineData("enable = true; docker.enable = true", "The option `services.claude-sandbox.docker' does not exist")]
    public void A_value_of_the_wrong_type_is_refused(string options, string message)
    {
        ProcessResult result = flake.TryMachine($"{{ services.claude-sandbox = {{ {options}; }}; }}", "[ (map (p: p.name) config.environment.systemPackages) config.services.claude-sandbox config.environment.etc ]");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(message, result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "boot.kernel.sysctl.\"user.max_user_namespaces\" = 0;", "",
        "services.claude-sandbox needs user namespaces: take boot.kernel.sysctl.\"user.max_user_namespaces\" = 0 out, or set services.claude-sandbox.enable = false")]
    [InlineData(
        "", "bubblewrap.enable = true;",
        "services.claude-sandbox.native and .bubblewrap both install claude-sandbox: set services.claude-sandbox.native.enable = false to have bubblewrap make the sandboxes")]
    [InlineData(
        "", "settings.env = [ \"EDITOR\" \"TOKEN=CANARY\" ];",
        "services.claude-sandbox.settings.env holds a value, which would lie in the Nix store for everybody to read: write the variable's name alone, and it is taken from the environment")]
    public void What_cannot_work_is_told_with_what_to_change(string machine, string options, string message)
    {
        using JsonDocument failing = JsonDocument.Parse(Machine($"{{ services.claude-sandbox = {{ enable = true; {options} }}; {machine} }}"));
        Assert.Equal(message, Assert.Single(failing.RootElement.GetProperty("failed").EnumerateArray()).GetString());
    }

    [Fact]
    public void A_system_without_programs_is_told_which_have_some()
    {
        using JsonDocument failing = JsonDocument.Parse(flake.TryMachine("{ services.claude-sandbox.enable = true; nixpkgs.system = pkgs.lib.mkForce \"aarch64-linux\"; }", "map (a: a.message) (builtins.filter (a: !a.assertion) config.assertions)").OutputText);
        Assert.Equal(
            "services.claude-sandbox has no programs for aarch64-linux, only for x86_64-linux: set services.claude-sandbox.enable = false",
            Assert.Single(failing.RootElement.EnumerateArray()).GetString());
    }

    [Fact]
    public void A_machine_for_containers_alone_needs_no_user_namespaces() =>
        Assert.Contains("\"failed\":[]", Machine("{ services.claude-sandbox = { enable = true; native.enable = false; container.enable = true; }; boot.kernel.sysctl.\"user.max_user_namespaces\" = 0; }"), StringComparison.Ordinal);

    [Fact]
    public void Packages_settings_and_network_reach_the_launcher()
    {
        string script = File.ReadAllText(flake.BuildMachine(
            "{ services.claude-sandbox = { enable = true; network = false; native.extraPackages = [ pkgs.hello ]; settings = { ask = true; network.allow = [ \"a.example\" ]; }; }; }") + "/bin/claude-sandbox");
        Assert.Matches("PATH=\"[^:\"]*-hello/bin:[^:\"]*-claude-sandbox-chromium/bin:\\$PATH\"", script);

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
