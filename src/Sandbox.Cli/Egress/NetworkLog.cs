using Sandbox.Core.Planning;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Egress;

/// <summary>Where a project's network log is.</summary>
internal static class NetworkLog
{
    private const string Name = "network.jsonl";

    public static string PathOf(ProjectState state) => Paths.Join(state.Directory, Name);
}
