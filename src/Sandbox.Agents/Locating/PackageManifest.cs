using System.Text.Json;
using System.Text.Json.Nodes;
using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Locating;

/// <summary>The two fields of a <c>package.json</c> that matter here.</summary>
internal sealed record PackageManifest
{
    private const int LongestFile = 256 * 1024;

    internal required string Name { get; init; }

    internal required string Version { get; init; }

    /// <summary>Whether it is the agent's package or one of its platform packages.</summary>
    internal bool IsAgent =>
        string.Equals(Name, ClaudeAgent.PackageName, StringComparison.Ordinal)
        || Name.StartsWith(ClaudeAgent.PackageName + "-", StringComparison.Ordinal);

    /// <summary>Null when the directory has no readable manifest with both fields.</summary>
    internal static PackageManifest? Read(IFileProbe files, string directory)
    {
        byte[] json = files.ReadStart(PathText.Join(directory, "package.json"), LongestFile);
        if (json.Length == 0)
        {
            return null;
        }

        try
        {
            JsonNode? root = JsonNode.Parse(json);
            return root is JsonObject && Text(root, "name") is { } name && Text(root, "version") is { } version
                ? new PackageManifest { Name = name, Version = version }
                : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // ArgumentException: the same key twice.
            return null;
        }
    }

    private static string? Text(JsonNode node, string key) => node[key] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
