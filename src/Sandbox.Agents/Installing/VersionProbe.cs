using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Installing;

/// <summary>Runs <c>claude --version</c> with nothing of the user in reach of its environment.</summary>
internal sealed class VersionProbe(ICommandRunner runner)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <exception cref="Sandbox.Core.Diagnostics.SandboxException">CS602: it does not run here, or says another version.</exception>
    internal async Task RunAsync(string binary, SemanticVersion version, StagingDirectory staging, CancellationToken cancellationToken)
    {
        CommandResult result;
        try
        {
            result = await runner.RunAsync(Spec(binary, staging), cancellationToken);
        }
        catch (CommandStartException e)
        {
            throw ArrivalCheck.Refused(version, e.Message);
        }

        string said = result.OutputText.Split([' ', '\n'], 2)[0];
        if (!result.Succeeded)
        {
            throw ArrivalCheck.Refused(version, $"the program ended with status {result.ExitCode} when asked for its version");
        }

        if (!string.Equals(said, version.ToString(), StringComparison.Ordinal))
        {
            throw ArrivalCheck.Refused(version, $"the program says that its version is '{Printable.Text(said)}'");
        }
    }

    private static CommandSpec Spec(string binary, StagingDirectory staging) => new()
    {
        Executable = binary,
        Arguments = ["--version"],
        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = string.Join(':', ExecutableResolver.TrustedDirectories),
            ["HOME"] = staging.Home,
            ["TMPDIR"] = staging.Home,
            ["DISABLE_AUTOUPDATER"] = "1",
            ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
        },
        WorkingDirectory = staging.Home,
        Timeout = Limit,
    };
}
