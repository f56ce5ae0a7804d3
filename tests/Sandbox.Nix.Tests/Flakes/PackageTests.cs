using System.Text.Json;

namespace Sandbox.Nix.Tests.Flakes;

/// <summary>The generated flake, built by Nix against the small nixpkgs of tests/nix.</summary>
public sealed class PackageTests(StubFlake flake) : IClassFixture<StubFlake>
{
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
        Assert.Equal(["git/bin", "hello/bin"], names);
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
        Assert.Equal(["default", "native", "no-network"], outputs.RootElement.GetProperty("packages").GetProperty("x86_64-linux").EnumerateObject().Select(static p => p.Name));
        Assert.Equal(["native", "no-network"], outputs.RootElement.GetProperty("checks").GetProperty("x86_64-linux").EnumerateObject().Select(static p => p.Name));
        Assert.True(check.ExitCode == 0, check.ErrorText);
        Assert.DoesNotContain("error", check.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shell_for_development_has_the_program() =>
        Assert.Contains("-claude-sandbox", File.ReadAllText(flake.Build("no-packages", "devShells.x86_64-linux.default")), StringComparison.Ordinal);

    private string[] Said(string configuration, string package) =>
        ProcessRun.Run(flake.Build(configuration, package) + "/bin/claude-sandbox", "exec", "a b", string.Empty, "--", "$x").ExpectExit().OutputText.Split('\n');
}
