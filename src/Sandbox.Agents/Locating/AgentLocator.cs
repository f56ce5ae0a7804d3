using Sandbox.Agents.Catalog;
using Sandbox.Core.Diagnostics;
using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Locating;

/// <summary>
/// Finds the agent: on PATH, then where installers put it, then among those that this program installed. Nothing in the project counts.
/// </summary>
/// <param name="resolver">Knows PATH and the untrusted directories.</param>
/// <param name="inspector">Tells what a candidate is.</param>
/// <param name="knownPlaces">Absolute paths, such as <see cref="KnownPlaces.For"/> lists.</param>
/// <param name="catalog">Our own installations.</param>
public sealed class AgentLocator(ExecutableResolver resolver, AgentInspector inspector, IReadOnlyList<string> knownPlaces, AgentCatalog catalog)
{
    /// <exception cref="SandboxException">CS601: none; what was looked at and why it was refused is in <see cref="SandboxException.Others"/>.</exception>
    public AgentInstallation Locate()
    {
        List<string> refused = [];
        foreach ((string path, AgentSource source) in Candidates())
        {
            AgentInspection inspection = inspector.Inspect(path, source);
            if (inspection.Installation is { } installation)
            {
                return installation;
            }

            refused.Add(inspection.Refusal);
        }

        throw new SandboxException(
            ErrorCode.AgentNotFound,
            $"cannot find {ClaudeAgent.Name} on PATH or where it is usually installed; run `claude-sandbox agent install`")
        {
            Others = [.. refused.Distinct(StringComparer.Ordinal)],
        };
    }

    // One after the other: nearly always the first one is it, and nothing further is looked at.
    private IEnumerable<(string Path, AgentSource Source)> Candidates()
    {
        foreach (string path in resolver.FindOnSearchPath(ClaudeAgent.Name))
        {
            yield return (path, AgentSource.Path);
        }

        foreach (string path in knownPlaces)
        {
            if (resolver.IsUsable(path))
            {
                yield return (path, AgentSource.KnownPlace);
            }
        }

        foreach (string path in resolver.FindBeyondSearchPath(ClaudeAgent.Name))
        {
            yield return (path, AgentSource.KnownPlace);
        }

        foreach (InstalledAgent installed in catalog.List())
        {
            yield return (installed.Executable, AgentSource.Installed);
        }
    }
}
