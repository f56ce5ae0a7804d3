using System.Text.Json;

namespace Sandbox.Nix.Tests.Flakes;

/// <summary>The systems inside the container and the virtual machine, as the small nixpkgs of tests/nix makes them.</summary>
public sealed class GuestTests(StubFlake flake) : IClassFixture<StubFlake>
{
    [Fact]
    public void The_container_s_program_is_told_the_system_to_run_in()
    {
        (JsonElement settings, string[] words) = Said("default", "container", "claude-sandbox-container");

        Assert.Equal(["[exec]", "[a b]"], words);
        Assert.False(settings.TryGetProperty("network", out _));
        string system = settings.GetProperty("nixosSystem").GetString()!;
        string[] programs = [.. Directory.EnumerateFiles(system + "/sw/bin").Select(static f => Path.GetFileName(f)!)];
        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "git", "claude-code", "util-linux", "chromium", "chromium-browser" }, programs.ToHashSet(StringComparer.Ordinal));
        Assert.Equal("""{"ExtensionInstallForcelist":["fcoeoabgfenejglbffodgkkbkcdhcgfn"]}""", File.ReadAllText(system + "/etc/chromium/policies/managed/default.json"));
    }

    [Fact]
    public void The_machine_s_program_runs_what_starts_it_in_place_of_the_agent()
    {
        (JsonElement settings, string[] words) = Said("default", "vm", "claude-sandbox-vm");

        Assert.Equal(["[exec]", "[a b]"], words);
        Assert.EndsWith("/bin/claude-sandbox-machine", settings.GetProperty("agent").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vm")]
    [InlineData("vm-no-network")]
    public void The_machine_has_no_network_card_of_its_own(string package)
    {
        string qemu = Qemu(package);
        Assert.Contains(" -nic none ", qemu, StringComparison.Ordinal);
        Assert.DoesNotContain("-net", qemu, StringComparison.Ordinal);
    }

    [Fact]
    public void The_control_arm_a_machine_without_that_line_has_one()
    {
        string root = flake.Write("only-vm");
        string file = Path.Combine(root, "nix/guests/vm.nix");
        File.WriteAllText(file, File.ReadAllText(file).Replace("networkingOptions = lib.mkForce [ \"-nic none\" ];", string.Empty, StringComparison.Ordinal));

        Assert.Contains("-netdev user,id=user.0", ProcessRun.Run(Runner(flake.BuildWritten(root, "vm"))).ExpectExit().OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public void The_serial_line_is_the_last_console_and_the_user_s_terminal()
    {
        string qemu = Qemu("vm");
        Assert.Contains("console=tty0 console=ttyS0,115200n8 ", qemu, StringComparison.Ordinal);
        Assert.Contains(" -m 4096 -smp 4 ", qemu, StringComparison.Ordinal);
        Assert.Contains(" -chardev stdio,id=terminal,signal=off -serial chardev:terminal ", qemu, StringComparison.Ordinal);
        Assert.EndsWith(" -display none\n", qemu, StringComparison.Ordinal);
    }

    [Fact]
    public void The_machine_mounts_every_share()
    {
        using JsonDocument tags = JsonDocument.Parse(flake.Nix.Run("nix-instantiate", "--eval", "--strict", "--json", Path.Combine(flake.Write("only-vm"), "nix/guests/vm-tags.nix")).OutputText);
        Assert.Equal(
            ["claude_auth", "claude_meta", "gh_config_dir", "git_config", "git_config_dir", "project_share", "ssh_dir", "state_dir"],
            tags.RootElement.EnumerateObject().Select(static p => p.Name));
        Assert.True(File.Exists(flake.Build("only-vm", "checks.x86_64-linux.vm-mounts")));
    }

    [Fact]
    public void A_machine_that_would_quietly_mount_nothing_fails_the_check()
    {
        string root = flake.Write("only-vm");
        string file = Path.Combine(root, "nix/guests/vm-shares.nix");
        File.WriteAllText(file, File.ReadAllText(file).Replace("  virtualisation.fileSystems =", "  fileSystems =", StringComparison.Ordinal));

        ProcessResult result = flake.Try("build", $"path:{root}#checks.x86_64-linux.vm-mounts", "--no-link");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("claude-sandbox: the machine does not mount claude_auth: see virtualisation.fileSystems in nix/guests/vm-shares.nix", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public void Overlays_reach_the_packages_of_guests_too()
    {
        string overlay = Directory.CreateDirectory(flake.Nix.At("overlay")).FullName;
        File.WriteAllText(Path.Combine(overlay, "flake.nix"), """{ outputs = _: { overlays.default = final: prev: { git = prev.hello; only-there = final.ripgrep; }; }; }""");
        string root = flake.Write(
            "layered", $$"""{ "packages": ["git", "only-there"], "backends": ["native", "container"], "chromium": false, "overlays": { "mine": "path:{{overlay}}" } }""");

        Assert.Matches("-hello/bin:[^:]*-ripgrep/bin:", File.ReadAllText(flake.BuildWritten(root, "native") + "/bin/claude-sandbox"));
        string container = File.ReadAllText(flake.BuildWritten(root, "container") + "/bin/claude-sandbox-container");
        string system = Settings(container).GetProperty("nixosSystem").GetString()!;
        Assert.Equal(["hello", "ripgrep", "util-linux"], Directory.EnumerateFiles(system + "/sw/bin").Select(static f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
    }

    private static JsonElement Settings(string script)
    {
        using JsonDocument settings = JsonDocument.Parse(File.ReadAllText(script.Split("CLAUDE_SANDBOX_DEFAULTS=")[1].Split('\n')[0]));
        return settings.RootElement.Clone();
    }

    private static string Runner(string package) =>
        File.ReadAllText(Settings(File.ReadAllText(package + "/bin/claude-sandbox-vm")).GetProperty("agent").GetString()!).Split("CLAUDE_SANDBOX_MACHINE=")[1].Split('\n')[0];

    private string Qemu(string package) => ProcessRun.Run(Runner(flake.Build("default", package)), "-display", "none").ExpectExit().OutputText;

    private (JsonElement Settings, string[] Words) Said(string configuration, string package, string program)
    {
        string[] lines = ProcessRun.Run(flake.Build(configuration, package) + "/bin/" + program, "exec", "a b").ExpectExit().OutputText.Split('\n');
        using JsonDocument settings = JsonDocument.Parse(lines[0]);
        return (settings.RootElement.Clone(), lines[2..^1]);
    }
}
