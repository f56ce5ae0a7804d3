using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sandbox.OfflineApi.Scripting;

namespace Sandbox.OfflineApi.Http;

/// <summary>One answer with everything that both the streamed and the plain form need.</summary>
/// <param name="Id">The same for the same request body, different for different ones: transcripts group blocks by it.</param>
/// <param name="Model">The model that was asked for.</param>
/// <param name="InputTokens">An estimate.</param>
/// <param name="Reply">What is said.</param>
public sealed record Message(string Id, string Model, int InputTokens, Reply Reply)
{
    public string StopReason => Reply is ToolReply ? "tool_use" : "end_turn";

    public int OutputTokens => Reply switch
    {
        TextReply text => Tokens.Estimate(text.Text),
        ToolReply tool => Tokens.Estimate(MessageJson.Input(tool.Call).ToJsonString()),
        _ => 1,
    };

    /// <summary>Answers a parsed request.</summary>
    /// <param name="request">The request; <c>messages</c> must be present.</param>
    /// <param name="body">The text it was parsed from.</param>
    public static Message Answer(JsonElement request, string body)
    {
        var model = request.TryGetProperty("model", out var name) && name.ValueKind == JsonValueKind.String
            ? name.GetString()!
            : "offline";
        return new(
            $"msg_offline{Digest(body)}",
            model,
            Tokens.Estimate(body),
            Script.Next(request.GetProperty("messages")));
    }

    private static string Digest(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))[..16];
}
