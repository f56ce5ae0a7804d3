using System.Text.Json;

namespace Sandbox.Nix.Tests.Flakes;

/// <summary>The generated flake, built by Nix against the small nixpkgs of tests/nix.</summary>
public sealed class PackageTests(StubFlake flake) : IClassFixture<StubFlake>
{
    private static readonly string[] Packages = ["bubblewrap", "bubblewrap-no-network", "cli", "container", "container-no-network", "default", "native", "native-no-network", "no-network", "vm", "vm-no-network"];

    [Fact]
    public void The_package_hands_its_settings_to_the_launcher_as_a_file()
    {
        string[] said = Said("network", "native");

        using JsonDocument configuration = JsonDocument.Parse(said[0]);
        Assert.Equal("""{"presets":["npm"],"allow":["db.example:5432"],"deny":["*.tracker.example"]}""".Length, configuration.RootElement.GetProperty("network").GetRawText().Length);
        Assert.Equal("db.example:5432", configuration.RootElement.GetProperty("network").GetProperty("allow")[0].GetString());
        Assert.Equal(flake.Nix.At("store"), Assert.Single(configuration.RootElement.GetProperty("ro").EnumerateArray()).GetString());
        Assert.Equal(["[exec]", "[a b]", "[]", "[--]", "[$x]"], said[2..7]);
    }

    [Fact]
    public void GN_02_hostile_settings_arrive_as_they_were_written()
    {
        string wanted = Configurations.Read("hostile").Settings.GetRawText();
        using JsonDocument expected = JsonDocument.Parse(wanted, new JsonDocumentOptions { AllowTrailingCommas = true });

        using JsonDocument read = JsonDocument.Parse(Said("hostile", "default")[0]);

        Assert.Equal([.. expected.RootElement.GetProperty("ro").EnumerateArray().Select(static e => e.GetString()), flake.Nix.At("store")], read.RootElement.GetProperty("ro").EnumerateArray().Select(static e => e.GetString()));
        Assert.Equal("${builtins.readFile /etc/passwd}", read.RootElement.GetProperty("agent").GetString());
        Assert.True(JsonElement.DeepEquals(expected.RootElement.GetProperty("a.b"), read.RootElement.GetProperty("a.b")));
    }

    [Fact]
    public void Without_a_network_there_is_none_whatever_the_settings_allow()
    {
        using JsonDocument with = JsonDocument.Parse(Said("network", "native")[0]);
        using JsonDocument without = JsonDocument.Parse(Said("network", "no-network")[0]);

        Assert.True(with.RootElement.GetProperty("network").TryGetProperty("allow", out _));
        Assert.Equal("""{"mode":"none"}""", without.RootElement.GetProperty("network").GetRawText());
    }

    [Fact]
    public void Packages_are_first_on_PATH_in_their_order()
    {
        string[] names = [.. Said("extra-packages", "native")[1].Split(':').TakeWhile(p => p.StartsWith(flake.Nix.At("store"), StringComparison.Ordinal)).Select(static p => p.Split('-')[^1])];
        Assert.Equal(["git/bin", "hello/bin", "chromium/bin"], names);
    }

    [Fact]
    public void GN_05_a_package_that_is_not_there_is_named()
    {
        string root = flake.Write("own-packages");
        string spec = Path.Combine(root, "nix/sandbox-spec.nix");
        File.WriteAllText(spec, File.ReadAllText(spec).Replace("\"ripgrep\"", "\"ripgrap\"", StringComparison.Ordinal));

        ProcessResult result = flake.Try("build", $"path:{root}", "--no-link");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("claude-sandbox: nixpkgs has no package ripgrap: take it out of \"packages\" and generate again", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public void The_whole_flake_is_shown_and_checked_by_Nix()
    {
        string root = flake.Write("default");

        ProcessResult shown = flake.Try("flake show", $"path:{root}", "--json");
        ProcessResult check = flake.Try("flake check", $"path:{root}");

        using JsonDocument outputs = JsonDocument.Parse(shown.OutputText);
        foreach (string system in (string[])["x86_64-linux", "aarch64-linux"])
        {
            Assert.Equal(Packages, Names(outputs, "packages", system));
            Assert.Equal(Packages.Append("vm-mounts").Order(StringComparer.Ordinal), Names(outputs, "checks", system));
        }

        Assert.True(check.ExitCode == 0, check.ErrorText);
        Assert.DoesNotContain("error", check.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_package_has_the_program_of_its_backend()
    {
        Dictionary<string, string> programs = Packages.ToDictionary(static p => p, p => Path.GetFileName(Directory.EnumerateFiles(flake.Build("default", p) + "/bin").Order(StringComparer.Ordinal).First()), StringComparer.Ordinal);

        Assert.All(programs, static p => Assert.Equal(p.Key.Split('-')[0] switch { "container" => "claude-sandbox-container", "vm" => "claude-sandbox-vm", _ => "claude-sandbox" }, p.Value));
    }

    [Fact]
    public void The_shell_for_development_has_the_program() =>
        Assert.Contains("-claude-sandbox", File.ReadAllText(flake.Build("no-packages", "devShells.x86_64-linux.default")), StringComparison.Ordinal);

    private static IEnumerable<string> Names(JsonDocument outputs, string kind, string system) =>
        outputs.RootElement.GetProperty(kind).GetProperty(system).EnumerateObject().Select(static p => p.Name);

    private string[] Said(string configuration, string package) =>
        ProcessRun.Run(flake.Build(configuration, package) + "/bin/claude-sandbox", "exec", "a b", string.Empty, "--", "$x").ExpectExit().OutputText.Split('\n');
}
