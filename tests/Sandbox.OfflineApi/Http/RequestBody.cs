using System.Text.Json;

namespace Sandbox.OfflineApi.Http;

/// <summary>Parses a request's body as far as the stand-in cares.</summary>
internal static class RequestBody
{
    /// <summary>The body, or null and the error to answer with when it is not an object with a <c>messages</c> array.</summary>
    public static JsonDocument? Parse(string body, out ApiError? error)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            error = ApiError.Invalid("the body is not JSON");
            return null;
        }

        if (document.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("messages", out var messages)
            && messages.ValueKind == JsonValueKind.Array)
        {
            error = null;
            return document;
        }

        document.Dispose();
        error = ApiError.Invalid("messages: an array is required");
        return null;
    }

    public static bool WantsStream(JsonElement request) =>
        request.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;
}
