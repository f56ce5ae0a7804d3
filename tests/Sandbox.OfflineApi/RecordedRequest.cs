using Microsoft.AspNetCore.Http;

namespace Sandbox.OfflineApi;

/// <summary>One request as it arrived, for a test to look at afterwards.</summary>
public sealed record RecordedRequest
{
    public required string Method { get; init; }

    /// <summary>The path without its query.</summary>
    public required string Path { get; init; }

    /// <summary>The query with its question mark, or empty.</summary>
    public required string Query { get; init; }

    /// <summary>All headers; names compare without regard to case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required string Body { get; init; }

    /// <summary>The <c>authorization</c> header, or null.</summary>
    public string? Authorization => Headers.GetValueOrDefault("authorization");

    /// <summary>The <c>x-api-key</c> header, or null.</summary>
    public string? ApiKey => Headers.GetValueOrDefault("x-api-key");

    internal static RecordedRequest From(HttpRequest request, string body) => new()
    {
        Method = request.Method,
        Path = request.Path.Value ?? "",
        Query = request.QueryString.Value ?? "",
        Headers = request.Headers.ToDictionary(
            header => header.Key,
            header => header.Value.ToString(),
            StringComparer.OrdinalIgnoreCase),
        Body = body,
    };
}
