namespace Sandbox.Agents.Tests;

/// <summary>An npm that is a shell script: it does what a test says instead of asking a registry.</summary>
internal static class FakeNpm
{
    /// <summary>Shell text that writes the platform package where npm would; <c>$P</c> is its directory.</summary>
    internal static string Package(Machine machine, string version, string? name = null) =>
        $$"""
        P=node_modules/{{machine.Platform.PackageName}}
        mkdir -p $P
        printf '{"name":"{{name ?? machine.Platform.PackageName}}","version":"{{version}}"}' > $P/package.json
        """;

    internal static string Error(string code) => $$$"""printf '{"error":{"code":"{{{code}}}","summary":"GET https://user:CANARY@registry/x"}}'; exit 1""";

    internal static void Put(Machine machine, string body) => machine.Script("bin/npm", body);
}
