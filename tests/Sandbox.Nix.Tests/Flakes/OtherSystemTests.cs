using System.Text.Json;

namespace Sandbox.Nix.Tests.Flakes;

/// <summary>What a flake offers for a machine of another kind: evaluated to the last derivation, built by nobody here.</summary>
public sealed class OtherSystemTests(StubFlake flake) : IClassFixture<StubFlake>
{
    private const string Systems = "builtins.mapAttrs (_: outputs: builtins.mapAttrs (_: p: p.drvPath) outputs)";

    [Theory]
    [InlineData("x86_64-linux")]
    [InlineData("aarch64-linux")]
    public void Everything_of_a_system_is_made_of_derivations_for_that_system(string system)
    {
        string root = flake.Write("default");
        foreach (string kind in (string[])["packages", "checks", "devShells"])
        {
            using JsonDocument read = Evaluate(flake, root, kind);
            JsonProperty[] outputs = [.. read.RootElement.GetProperty(system).EnumerateObject()];

            Assert.NotEmpty(outputs);
            Assert.All(outputs, o => Assert.Equal([system], Kinds(o.Value.GetString()!).Where(static k => k != "builtin").Distinct()));
        }
    }

    [Fact]
    public void The_same_package_is_another_one_on_another_system()
    {
        using JsonDocument read = Evaluate(flake, flake.Write("default"), "packages");
        JsonElement other = read.RootElement.GetProperty("aarch64-linux");
        JsonProperty[] packages = [.. read.RootElement.GetProperty("x86_64-linux").EnumerateObject()];

        Assert.NotEmpty(packages);
        Assert.All(packages, p => Assert.NotEqual(p.Value.GetString(), other.GetProperty(p.Name).GetString()));
    }

    [Fact]
    public void A_system_without_programs_has_no_packages()
    {
        using StubFlake other = new();
        string programs = other.Nix.At("launcher/flake.nix");
        File.WriteAllText(programs, File.ReadAllText(programs).Replace("packages.aarch64-linux", "packages.riscv64-linux", StringComparison.Ordinal));

        using JsonDocument read = Evaluate(other, other.Write("no-packages"), "packages");

        Assert.Equal(["x86_64-linux"], read.RootElement.EnumerateObject().Select(static s => s.Name));
    }

    private static JsonDocument Evaluate(StubFlake flake, string root, string kind)
    {
        ProcessResult result = flake.Try("eval --json", $"path:{root}#{kind}", "--apply", Systems);
        return result.ExitCode == 0 ? JsonDocument.Parse(result.OutputText) : throw new TestFailureException(result.ErrorText);
    }

    /// <summary>The systems of a derivation and of all that it is made of; what Nix itself does ("builtin") has none.</summary>
    private IEnumerable<string> Kinds(string derivation)
    {
        ProcessResult result = flake.Nix.Try("nix", "show-derivation", "--recursive", derivation);
        using JsonDocument read = result.ExitCode == 0 ? JsonDocument.Parse(result.OutputText) : throw new TestFailureException(result.ErrorText);
        return [.. read.RootElement.EnumerateObject().Select(static d => d.Value.GetProperty("system").GetString()!)];
    }
}
