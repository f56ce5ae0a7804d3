using System.Text.Json;
using System.Text.Json.Serialization;
using Sandbox.Verify;

namespace Sandbox.Cli.Output;

/// <summary>Results of the battery for programs. Fields are only ever added within a schemaVersion.</summary>
internal static class VerifyJson
{
    public static string Render(IReadOnlyList<CheckName> names) =>
        JsonSerializer.Serialize(new VerifyListDocument { Checks = names }, VerifyJsonContext.Default.VerifyListDocument) + "\n";

    public static string Render(IReadOnlyList<BatteryReport> reports)
    {
        VerifyDocument document = new()
        {
            Backends = [.. reports.Select(static r => new VerifiedBackend(r.Backend, r.Unusable, [.. r.Results.Select(static c => new VerifiedCheck(c.Id, c.Group, c.Title, VerifyText.Word(c.Verdict), c.Words))]))],
        };
        return JsonSerializer.Serialize(document, VerifyJsonContext.Default.VerifyDocument) + "\n";
    }
}

internal sealed record VerifyDocument
{
    public int SchemaVersion { get; init; } = 1;
    public required IReadOnlyList<VerifiedBackend> Backends { get; init; }
}

/// <param name="Name">Of the backend.</param>
/// <param name="CannotRun">Why it cannot run here; null when it ran.</param>
/// <param name="Checks">Empty when it did not run.</param>
internal sealed record VerifiedBackend(string Name, string? CannotRun, IReadOnlyList<VerifiedCheck> Checks);

internal sealed record VerifiedCheck(string Id, string Group, string Title, string Verdict, string Words);

internal sealed record VerifyListDocument
{
    public int SchemaVersion { get; init; } = 1;
    public required IReadOnlyList<CheckName> Checks { get; init; }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VerifyDocument))]
[JsonSerializable(typeof(VerifyListDocument))]
internal sealed partial class VerifyJsonContext : JsonSerializerContext;
