using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Egress;

/// <summary>Where a project's network log is.</summary>
internal static class NetworkLog
{
    private const string Name = "network.jsonl";

    public static string PathOf(HostFacts facts, string project) =>
        Paths.Join(ProjectState.Open(XdgDirectories.State(facts), project).Directory, Name);
}
