using System.Text.Json;
using System.Text.Json.Serialization;
using Sandbox.Cli.Doctor;

namespace Sandbox.Cli.Output;

/// <summary>The doctor's lines for programs. Fields are only ever added within a schemaVersion.</summary>
internal static class DoctorJson
{
    public static string Render(IReadOnlyList<Check> checks, bool canRun)
    {
        DoctorDocument document = new()
        {
            NativeCanRun = canRun,
            Checks = [.. checks.Select(c => new CheckDocument(c.Area, c.Name, DoctorText.Word(c.State), c.Words, c.Fix))],
        };
        return JsonSerializer.Serialize(document, DoctorJsonContext.Default.DoctorDocument) + "\n";
    }
}

internal sealed record DoctorDocument
{
    public int SchemaVersion { get; init; } = 1;
    public required bool NativeCanRun { get; init; }
    public required IReadOnlyList<CheckDocument> Checks { get; init; }
}

internal sealed record CheckDocument(string Area, string Name, string State, string Words, string? Fix);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DoctorDocument))]
internal sealed partial class DoctorJsonContext : JsonSerializerContext;
