using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Sandbox.OfflineApi.Scripting;

namespace Sandbox.OfflineApi.Http;

/// <summary>Routes requests, records each one, and writes the answer.</summary>
internal sealed class Endpoint(RequestRecorder recorder)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            var request = RecordedRequest.From(context.Request, body);
            recorder.Add(request);
            await RespondAsync(context, request);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The agent hangs up when its user interrupts a turn.
        }
    }

    private Task RespondAsync(HttpContext context, RecordedRequest request) => (request.Method, request.Path) switch
    {
        ("POST", "/v1/messages") => AnswerAsync(context, request),
        ("POST", "/v1/messages/count_tokens") => CountAsync(context, request),
        _ => FailAsync(context, request, ApiError.NotFound(request.Method, request.Path)),
    };

    private async Task AnswerAsync(HttpContext context, RecordedRequest request)
    {
        using var parsed = RequestBody.Parse(request.Body, out var error);
        if (parsed is null)
        {
            await FailAsync(context, request, error!);
            return;
        }

        var message = Message.Answer(parsed.RootElement, request.Body);
        var streamed = RequestBody.WantsStream(parsed.RootElement);
        recorder.Note(request, $"{(streamed ? "stream " : "")}{Describe(message.Reply)}");
        if (streamed)
        {
            await StreamAsync(context, message);
        }
        else
        {
            await WriteAsync(context, 200, MessageJson.Whole(message));
        }
    }

    private async Task CountAsync(HttpContext context, RecordedRequest request)
    {
        using var parsed = RequestBody.Parse(request.Body, out var error);
        if (parsed is null)
        {
            await FailAsync(context, request, error!);
            return;
        }

        recorder.Note(request, "count");
        await WriteAsync(context, 200, new() { ["input_tokens"] = Tokens.Estimate(request.Body) });
    }

    private Task FailAsync(HttpContext context, RecordedRequest request, ApiError error)
    {
        recorder.Note(request, $"{error.Status} {error.Type}");
        return WriteAsync(context, error.Status, error.Json);
    }

    private static async Task StreamAsync(HttpContext context, Message message)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        foreach (var piece in EventStream.Events(message))
        {
            await context.Response.WriteAsync(piece.Wire, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private static Task WriteAsync(HttpContext context, int status, JsonObject json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json.ToJsonString(), context.RequestAborted);
    }

    private static string Describe(Reply reply) => reply is ToolReply tool ? $"tool_use {tool.Call.Tool} {tool.Id}" : "text";
}
