using System.Text.Json.Nodes;

namespace Sandbox.OfflineApi.Http;

/// <summary>An error answer in the shape that Anthropic's clients parse.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">The stable name of the kind of error.</param>
/// <param name="Text">What went wrong.</param>
public sealed record ApiError(int Status, string Type, string Text)
{
    public static ApiError NotFound(string method, string path) =>
        new(404, "not_found_error", $"the offline stand-in does not answer {method} {path}");

    public static ApiError Invalid(string text) => new(400, "invalid_request_error", text);

    public JsonObject Json => new()
    {
        ["type"] = "error",
        ["error"] = new JsonObject { ["type"] = Type, ["message"] = Text },
    };
}
