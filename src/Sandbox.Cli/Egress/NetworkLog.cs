using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Egress.Log;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Egress;

/// <summary>Where a project's network log is.</summary>
internal static class NetworkLog
{
    private const string Name = "network.jsonl";

    /// <summary>What the sandboxes of a project reached and were refused, oldest first; nothing when there is no log.</summary>
    /// <param name="facts">Where the state is.</param>
    /// <param name="project">Canonical path.</param>
    /// <exception cref="Core.Diagnostics.SandboxException">CS501 or CS502: the project's state cannot be used.</exception>
    public static IEnumerable<EgressRecord> Read(HostFacts facts, string project) =>
        EgressLogReader.Read(PathOf(ProjectState.Open(XdgDirectories.State(facts), project)));

    public static string PathOf(ProjectState state) => Paths.Join(state.Directory, Name);
}
