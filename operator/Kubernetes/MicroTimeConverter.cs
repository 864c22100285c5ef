using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiGateway.Operator.Kubernetes;

/// <summary>metav1.MicroTime: exactly six digits of a second, or the API server refuses it.</summary>
internal sealed class MicroTimeConverter : JsonConverter<DateTimeOffset?>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null : reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } time) writer.WriteStringValue(time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));
        else writer.WriteNullValue();
    }
}
