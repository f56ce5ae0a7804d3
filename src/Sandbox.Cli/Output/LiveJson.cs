using System.Text;
using System.Text.Json;
using Sandbox.Cli.Live;

namespace Sandbox.Cli.Output;

/// <summary>Running sandboxes for programs. Fields are only ever added within a schemaVersion.</summary>
internal static class LiveJson
{
    private const int SchemaVersion = 1;

    public static string Render(IReadOnlyList<LiveStatus> sandboxes)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", SchemaVersion);
            json.WriteStartArray("sandboxes");
            foreach (LiveStatus sandbox in sandboxes)
            {
                Write(json, sandbox);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, LiveStatus sandbox)
    {
        json.WriteStartObject();
        json.WriteString("id", sandbox.Id);
        json.WriteString("project", sandbox.Project);
        json.WriteString("backend", sandbox.Backend);
        json.WriteBoolean("answers", sandbox.Project is not null);
        json.WriteNumber("owner", sandbox.Owner);
        if (sandbox is { Started: { } started, Sessions: { } sessions })
        {
            json.WriteString("started", started);
            json.WriteNumber("sessions", sessions);
        }

        json.WriteStartObject("policy");
        foreach (string line in sandbox.Policy)
        {
            string[] parts = line.Split('\t', 2);
            json.WriteString(parts[0].TrimStart('-'), parts.Length > 1 ? parts[1] : string.Empty);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
