using Sandbox.OfflineApi;

namespace Sandbox.Integration.Tests;

/// <summary>The scripted Messages API in this process and workspaces in which the real agent talks to it.</summary>
public sealed class AgentFixture : IAsyncLifetime
{
    private OfflineMessagesApi? _api;

    public OfflineMessagesApi Api => _api!;

    public async Task InitializeAsync() => _api = await OfflineMessagesApi.StartAsync();

    public async Task DisposeAsync() => await Api.DisposeAsync();

    public Workspace Create(Identity identity) => Workspace.Create(identity).WithAgent(Api.Address);

    /// <summary>Runs the agent in its sandbox; each line is a step of the prompt (<c>RUN: command</c>).</summary>
    public static ProcessResult Run(Workspace workspace, params IReadOnlyList<string> steps) =>
        ProcessRun.Run(workspace.Sandbox(workspace.Project, "--", "-p", string.Join('\n', steps)));

    /// <summary>Everything that has been sent to the API by now.</summary>
    public string Sent => string.Join('\n', Api.Requests.Select(static r => r.Body));
}
