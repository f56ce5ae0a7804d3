using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Installing;

/// <summary>Has npm fetch one package into a staging directory; npm checks the registry's checksum on the way.</summary>
/// <param name="runner">Runs npm.</param>
/// <param name="files">The file system.</param>
/// <param name="environment">The caller's environment.</param>
internal sealed class NpmDownload(ICommandRunner runner, IFileProbe files, IReadOnlyDictionary<string, string> environment)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    /// <returns>The directory of the unpacked package.</returns>
    /// <exception cref="Sandbox.Core.Diagnostics.SandboxException">CS602.</exception>
    internal async Task<string> RunAsync(
        NpmTool tool, StagingDirectory staging, string package, SemanticVersion version, CancellationToken cancellationToken)
    {
        // A manifest of its own keeps npm from looking for a project further up.
        await File.WriteAllTextAsync(PathText.Join(staging.Path, "package.json"), "{\"private\":true}\n", cancellationToken);
        CommandResult result = await runner.RunAsync(
            new CommandSpec
            {
                Executable = tool.Npm,
                Arguments = Arguments(staging.Path, $"{package}@{version}"),
                Environment = NpmEnvironment.For(environment, tool, staging, files),
                WorkingDirectory = staging.Path,
                Timeout = Limit,
            },
            cancellationToken);

        NpmFailure.ThrowIfFailed(result, package, version, staging);
        return PathText.Join(staging.Path, $"node_modules/{package}");
    }

    // Options that a user's npmrc could set to something that breaks this are all named.
    private static IReadOnlyList<string> Arguments(string prefix, string package) =>
    [
        "install", $"--prefix={prefix}", "--json", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--no-package-lock",
        "--no-update-notifier", "--no-progress", "--no-global", "--no-dry-run", "--no-bin-links", "--install-strategy=hoisted", "--loglevel=warn", "--", package,
    ];
}
