using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sandbox.Core.Secrets;

/// <summary>Turns every attempt to (de)serialise a secret into an error instead of a leak or an empty object.</summary>
public sealed class SecretJsonConverter : JsonConverter<Secret>
{
    /// <inheritdoc/>
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("a secret cannot be read from JSON");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
        throw new NotSupportedException("a secret cannot be written to JSON");
}
