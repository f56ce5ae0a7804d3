using System.Text.Json;
using System.Text.RegularExpressions;
using Sandbox.Linux.Processes;

namespace Sandbox.Bench.Hosts;

/// <summary>Which versions were measured. Runs programs by <see cref="CommandRunner"/>, so never in the process that measures.</summary>
internal static partial class Peers
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<(string Name, string Version)>> VersionsAsync(Stage stage) =>
    [
        ("claude-sandbox", await FirstLineAsync(stage.Launcher, "--version")),
        (".NET runtime", Environment.Version.ToString()),
        ("bubblewrap", await FirstLineAsync("/usr/bin/bwrap", "--version")),
        ("sandbox-runtime (srt)", SandboxRuntime(stage)),
        ("node", await FirstLineAsync("/usr/bin/env", "node", "--version")),
        ("strace", await FirstLineAsync("/usr/bin/strace", "--version")),
    ];

    private static string SandboxRuntime(Stage stage)
    {
        string modules = Path.GetDirectoryName(Path.GetDirectoryName(stage.SandboxRuntime))!;
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(modules, "@anthropic-ai/sandbox-runtime/package.json")));
        return manifest.RootElement.GetProperty("version").GetString()!;
    }

    private static async Task<string> FirstLineAsync(string program, params string[] arguments)
    {
        CommandSpec spec = new()
        {
            Executable = program,
            Arguments = arguments,
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/local/bin:/usr/bin:/bin", ["HOME"] = "/nonexistent", ["LANG"] = "C.UTF-8" },
            WorkingDirectory = "/",
            Timeout = Limit,
        };
        CommandResult result = await new CommandRunner(TimeProvider.System).RunAsync(spec, CancellationToken.None);
        Match version = Number().Match(result.OutputText);
        return result.Succeeded && version.Success ? version.Value : "unknown";
    }

    [GeneratedRegex(@"[0-9]+(\.[0-9]+)+", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
