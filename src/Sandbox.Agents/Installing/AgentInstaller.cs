using Sandbox.Agents.Catalog;
using Sandbox.Core.Diagnostics;
using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Installing;

/// <summary>
/// Installs one named version of the agent's native package into the store: download into a staging directory, check, one rename.
/// Killed at any moment it leaves at most a staging directory, which the next install removes.
/// </summary>
public sealed class AgentInstaller
{
    private readonly AgentInstallerHost _host;
    private readonly AgentCatalog _catalog;
    private readonly NpmDownload _download;
    private readonly ArrivalCheck _check;
    private readonly VersionProbe _probe;

    public AgentInstaller(AgentInstallerHost host)
    {
        _host = host;
        _catalog = new AgentCatalog(host.Store, host.Files, host.Uid);
        _download = new NpmDownload(host.Runner, host.Files, host.Environment);
        _check = new ArrivalCheck(host.Files, host.Platform);
        _probe = new VersionProbe(host.Runner);
    }

    /// <summary>Does nothing when the version is complete already.</summary>
    /// <exception cref="SandboxException">CS204: the store cannot be used; CS602: the install failed, and nothing of it is left.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is left.</exception>
    public async Task<AgentInstallResult> InstallAsync(SemanticVersion version, CancellationToken cancellationToken)
    {
        try
        {
            return await InstallCheckedAsync(version, cancellationToken);
        }
        catch (CommandStartException e)
        {
            throw Failed(version, e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(version, FileFailure.Describe(e, _host.Store.Root), e);
        }
        finally
        {
            _host.Progress.Finish();
        }
    }

    private async Task<AgentInstallResult> InstallCheckedAsync(SemanticVersion version, CancellationToken cancellationToken)
    {
        if (_catalog.Find(version) is { } present)
        {
            return new AgentInstallResult { Agent = present, WasInstalled = true };
        }

        NpmTool npm = NpmTool.Find(_host.Resolver);
        Directory.CreateDirectory(_host.Store.Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using InstallLock held = await InstallLock.AcquireAsync(_host.Store, _host.Progress, _host.Clock, cancellationToken);
        StagingDirectory.Sweep(_host.Store, _host.Files);
        if (_catalog.Find(version) is { } installedMeanwhile)
        {
            return new AgentInstallResult { Agent = installedMeanwhile, WasInstalled = true };
        }

        using StagingDirectory staging = StagingDirectory.Create(_host.Store, version);
        _host.Progress.Phase($"downloading {ClaudeAgent.Name} {version} with npm");
        string package = await _download.RunAsync(npm, staging, _host.Platform.PackageName, version, cancellationToken);

        _host.Progress.Phase($"checking {ClaudeAgent.Name} {version}");
        InstallMarker marker = await _check.RunAsync(package, version, cancellationToken);
        await _probe.RunAsync(PathText.Join(package, ClaudeAgent.Name), version, staging, cancellationToken);

        Publication.Publish(_host.Store, version, package, marker, staging);
        return new AgentInstallResult
        {
            Agent = _catalog.Find(version) ?? throw Failed(version, "it vanished while it was being put in place; try again", null),
        };
    }

    private static SandboxException Failed(SemanticVersion version, string why, Exception? inner) =>
        new(ErrorCode.AgentInstall, $"cannot install {ClaudeAgent.Name} {version}: {why}", inner);
}
