using System.Text.Json.Nodes;

namespace Sandbox.OfflineApi.Http;

/// <summary>One server-sent event; its JSON repeats the event's name as <c>type</c>.</summary>
public sealed record ServerEvent(string Name, JsonObject Data)
{
    /// <summary>The event as it goes over the wire, with the empty line that ends it.</summary>
    public string Wire => $"event: {Name}\ndata: {Data.ToJsonString()}\n\n";
}
