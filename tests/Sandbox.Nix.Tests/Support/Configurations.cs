using System.Text;
using Sandbox.Core.Planning;
using Sandbox.Nix.Configuration;
using Sandbox.Nix.Files;

namespace Sandbox.Nix.Tests;

/// <summary>Configurations by name, as files say them.</summary>
internal static class Configurations
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["default"] = "{}",
        ["own-packages"] = """{ "packages": ["git", "ripgrep", "python3Packages.pip"] }""",
        ["extra-packages"] = """{ "packages": ["git"], "extraPackages": ["hello", "git"] }""",
        ["no-packages"] = """{ "packages": [] }""",
        ["other-sources"] = """
            {
              // Comments and trailing commas are allowed.
              "source": "git+https://git.example/agents/claude-sandbox",
              "nixpkgs": "github:NixOS/nixpkgs/nixos-24.05",
              "overlays": { "claude-code-nix": "github:sadjow/claude-code-nix", "in": "path:/srv/overlay" },
            }
            """,
        ["own"] = """{ "source": "self" }""",
        ["only-native"] = """{ "backends": ["native"], "chromium": false, "packages": [] }""",
        ["container-first"] = """{ "backends": ["container", "bubblewrap"], "chromiumExtensions": [], "packages": [] }""",
        ["only-vm"] = """{ "backends": ["vm"], "packages": [] }""",
        ["network"] = """{ "packages": [], "settings": { "network": { "presets": ["npm"], "allow": ["db.example:5432"], "deny": ["*.tracker.example"] }, "credentials": "broker" } }""",
        ["grants"] = """{ "packages": [], "settings": { "ro": ["~/fonts", "/srv/data set"], "env": ["EDITOR"], "forwards": ["ssh-agent"], "ask": true } }""",
        ["hostile"] = """
            {
              "packages": [],
              "settings": { "agent": "${builtins.readFile /etc/passwd}", "ro": ["/a''${x}", "/\"; x = builtins.exec [\"touch\" \"PWN\"]; y = \"", "/{{ 7*7 }}", "/line\nbreak"], "a.b": { "rec": 1, "": -1, "${x}": true } }
            }
            """,
    };

    public static GeneratorConfiguration Read(string name) => Parse(All[name]);

    public static IReadOnlyList<GeneratedFile> Generate(string name) => FlakeGenerator.Generate(Read(name));

    public static IReadOnlyList<GeneratedFile> GenerateFrom(string json) => FlakeGenerator.Generate(Parse(json));

    private static GeneratorConfiguration Parse(string json)
    {
        Findings findings = new();
        GeneratorConfiguration configuration = GeneratorFile.Read(Encoding.UTF8.GetBytes(json), "sandbox.json", findings);
        findings.ThrowIfAny();
        return configuration;
    }
}
