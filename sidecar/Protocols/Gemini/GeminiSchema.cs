using System.Buffers;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>
/// Turns Gemini's <c>Schema</c> (a subset of OpenAPI 3.0 with types in upper case, <c>nullable</c>, and 64-bit numbers as strings) into JSON Schema, which every
/// other dialect takes. The other way nothing is turned: <c>parametersJsonSchema</c> and <c>responseJsonSchema</c> take JSON Schema as it is.
/// </summary>
internal static class GeminiSchema
{
    /// <exception cref="UnfitFieldException">It is no object, or half of a surrogate pair stands in it.</exception>
    public static JsonElement ToJsonSchema(JsonElement schema, string path)
    {
        if (schema.ValueKind != JsonValueKind.Object) throw new UnfitFieldException(path, "must be an object");
        var text = new ArrayBufferWriter<byte>(256);
        try
        {
            using var json = new Utf8JsonWriter(text);
            Write(schema, json);
        }
        catch (InvalidOperationException)
        {
            throw new UnfitFieldException(path, "is no schema");
        }

        var reader = new Utf8JsonReader(text.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    private static void Write(JsonElement schema, Utf8JsonWriter json)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            schema.WriteTo(json);
            return;
        }

        var nullable = schema.TryGetProperty("nullable", out var flag) && flag.ValueKind == JsonValueKind.True;
        json.WriteStartObject();
        foreach (var member in schema.EnumerateObject()) WriteMember(member, nullable, json);
        json.WriteEndObject();
    }

    private static void WriteMember(JsonProperty member, bool nullable, Utf8JsonWriter json)
    {
        switch (member.Name)
        {
            case "nullable" or "propertyOrdering" or "property_ordering": // The first is in the type; the second bears on the order of the answer's text alone.
                break;
            case "type" when member.Value.ValueKind == JsonValueKind.String:
                WriteType(member.Value.GetString()!, nullable, json);
                break;
            case "properties" or "$defs" or "defs" when member.Value.ValueKind == JsonValueKind.Object:
                WriteMap(member, json);
                break;
            case "items" or "additionalProperties" or "additional_properties":
                json.WritePropertyName(NameOf(member.Name));
                Write(member.Value, json);
                break;
            case "anyOf" or "any_of" when member.Value.ValueKind == JsonValueKind.Array:
                WriteAnyOf(member.Value, nullable, json);
                break;
            case "enum" when nullable && member.Value.ValueKind == JsonValueKind.Array:
                WriteNullableEnum(member.Value, json);
                break;
            default:
                json.WritePropertyName(NameOf(member.Name));
                WriteValue(member, json);
                break;
        }
    }

    private static void WriteType(string type, bool nullable, Utf8JsonWriter json)
    {
        if (type is "TYPE_UNSPECIFIED") return;
        if (!nullable)
        {
            json.WriteString("type", type.ToLowerInvariant());
            return;
        }

        json.WriteStartArray("type");
        json.WriteStringValue(type.ToLowerInvariant());
        json.WriteStringValue("null");
        json.WriteEndArray();
    }

    private static void WriteMap(JsonProperty map, Utf8JsonWriter json)
    {
        json.WriteStartObject(NameOf(map.Name));
        foreach (var member in map.Value.EnumerateObject())
        {
            json.WritePropertyName(member.Name);
            Write(member.Value, json);
        }

        json.WriteEndObject();
    }

    private static void WriteAnyOf(JsonElement options, bool nullable, Utf8JsonWriter json)
    {
        json.WriteStartArray("anyOf");
        foreach (var option in options.EnumerateArray()) Write(option, json);
        if (nullable) json.WriteRawValue("""{"type":"null"}"""u8);
        json.WriteEndArray();
    }

    private static void WriteNullableEnum(JsonElement values, Utf8JsonWriter json)
    {
        json.WriteStartArray("enum");
        foreach (var value in values.EnumerateArray()) value.WriteTo(json);
        json.WriteNullValue();
        json.WriteEndArray();
    }

    /// <summary>A bound may come as a string of 64 bits.</summary>
    private static void WriteValue(JsonProperty member, Utf8JsonWriter json)
    {
        var isBound = member.Name.StartsWith("min", StringComparison.Ordinal) || member.Name.StartsWith("max", StringComparison.Ordinal);
        if (isBound && member.Value.ValueKind == JsonValueKind.String && long.TryParse(member.Value.GetString(), out var bound)) json.WriteNumberValue(bound);
        else member.Value.WriteTo(json);
    }

    private static string NameOf(string name) => name switch
    {
        "min_items" => "minItems",
        "max_items" => "maxItems",
        "min_length" => "minLength",
        "max_length" => "maxLength",
        "min_properties" => "minProperties",
        "max_properties" => "maxProperties",
        "additional_properties" => "additionalProperties",
        "defs" => "$defs",
        "ref" => "$ref",
        _ => name,
    };
}
