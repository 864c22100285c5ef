using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiGateway.Contracts;

/// <summary>Writes a <see cref="SecretText"/> in clear: for the stream to the sidecar it belongs to, and nothing else.</summary>
internal sealed class SecretTextConverter : JsonConverter<SecretText>
{
    public override SecretText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("a secret must not be null"));

    public override void Write(Utf8JsonWriter writer, SecretText value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Reveal());
}
