using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sandbox.Agents.Catalog;

/// <summary><c>installed.json</c>: its presence says that a version is complete.</summary>
internal sealed record InstallMarker
{
    internal const string FileName = "installed.json";
    internal const int LongestFile = 4096;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    internal required string Package { get; init; }

    internal required string Version { get; init; }

    internal required string Sha256 { get; init; }

    /// <summary>Bytes of the program: a cheap sign that it is still whole.</summary>
    internal required long Size { get; init; }

    internal byte[] ToJson() => System.Text.Encoding.UTF8.GetBytes(new JsonObject
    {
        ["schemaVersion"] = 1,
        ["package"] = Package,
        ["version"] = Version,
        ["sha256"] = Sha256,
        ["size"] = Size,
    }.ToJsonString() + "\n");

    /// <summary>Null when it is missing or not of this program's making.</summary>
    internal static InstallMarker? Parse(byte[] json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Strict);
            JsonElement root = document.RootElement;
            return root.GetProperty("schemaVersion").GetInt32() == 1
                ? new InstallMarker
                {
                    Package = Text(root, "package"),
                    Version = Text(root, "version"),
                    Sha256 = Text(root, "sha256"),
                    Size = root.GetProperty("size").GetInt64(),
                }
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static string Text(JsonElement root, string name) =>
        root.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");
}
