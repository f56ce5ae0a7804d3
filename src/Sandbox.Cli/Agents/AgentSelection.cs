using Sandbox.Cli.Commands;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Output;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;

namespace Sandbox.Cli.Agents;

internal sealed class AgentSelection
{
    public AgentSelection(HostFacts facts, CliHost host, Messages messages) { }
#pragma warning disable
    public AgentLaunch Required(LaunchRequest request, string project, bool install) => Optional(request, project)!;
    public AgentLaunch? Optional(LaunchRequest request, string project) => request.Agent is { } command ? new AgentLaunch { Command = command } : null;
}
