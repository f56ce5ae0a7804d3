using System.Text.Json;

namespace Sandbox.Integration.Tests.Network;

/// <summary>A line of <c>claude-sandbox network log</c>.</summary>
public sealed record NetworkLogLine(string Via, string Host, int Port, string Verdict, string Reason, string? Remedy, long Received)
{
    /// <summary>The log of the workspace's project, as its user is shown it.</summary>
    public static IReadOnlyList<NetworkLogLine> Of(Workspace workspace) =>
    [
        .. ProcessRun.Run(workspace.Sandbox("network", "log", workspace.Project)).ExpectExit().OutputText
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read),
    ];

    private static NetworkLogLine Read(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement json = document.RootElement;
        return new(
            json.GetProperty("via").GetString()!, json.GetProperty("host").GetString()!, json.GetProperty("port").GetInt32(), json.GetProperty("verdict").GetString()!,
            json.GetProperty("reason").GetString()!, json.GetProperty("remedy").GetString(), json.GetProperty("received").GetInt64());
    }
}
