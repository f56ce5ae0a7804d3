using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sandbox.Bench.Results;

/// <summary>Carries results from the process that measures as one user to the one that reports.</summary>
internal static class ResultFile
{
    public static void Write(string path, BenchResult result) =>
        File.WriteAllText(path, JsonSerializer.Serialize(result, ResultJson.Default.BenchResult));

    public static BenchResult Read(string path) =>
        JsonSerializer.Deserialize(File.ReadAllText(path), ResultJson.Default.BenchResult) ?? throw new BenchException($"{path} holds no result");
}

[JsonSourceGenerationOptions(WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(BenchResult))]
internal sealed partial class ResultJson : JsonSerializerContext;
