using System.Buffers;
using System.Text.Json;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Broker;

/// <summary>An error in the Messages API's own format, so that the agent shows its text.</summary>
internal static class MessagesApiError
{
    public static BrokerReply Reply(HttpProblem problem)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteString("type", "error");
            json.WriteStartObject("error");
            json.WriteString("type", Type(problem.Status));
            json.WriteString("message", "claude-sandbox: " + problem.Text);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new BrokerReply(problem.Status, "application/json", bytes.WrittenSpan.ToArray());
    }

    private static string Type(int status) => status switch
    {
        401 => "authentication_error",
        403 or 405 => "permission_error",
        404 => "not_found_error",
        503 => "overloaded_error",
        504 => "timeout_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };
}
