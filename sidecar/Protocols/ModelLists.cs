using System.Buffers;
using System.Text.Json;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Writes models as each dialect lists them. A name has no birthday, so its date is the epoch; the list is whole, so no page follows.
/// </summary>
internal static class ModelLists
{
    public static byte[] Write(Dialect dialect, IEnumerable<(string Id, string OwnedBy)> models)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            var all = models.ToList();
            json.WriteStartObject();
            if (dialect is Dialect.OpenAi or Dialect.Azure or Dialect.Bedrock) json.WriteString("object", "list");
            json.WriteStartArray(dialect == Dialect.Gemini ? "models" : "data");
            foreach (var (id, ownedBy) in all) Write(json, dialect, id, ownedBy);
            json.WriteEndArray();
            if (dialect == Dialect.Anthropic) WritePage(json, all);
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    public static byte[] Write(Dialect dialect, string id, string ownedBy)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes)) Write(json, dialect, id, ownedBy);
        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Dialect dialect, string id, string ownedBy)
    {
        json.WriteStartObject();
        switch (dialect)
        {
            case Dialect.Anthropic:
                WriteAnthropic(json, id);
                break;
            case Dialect.Gemini:
                WriteGemini(json, id);
                break;
            default:
                WriteOpenAi(json, id, ownedBy);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteOpenAi(Utf8JsonWriter json, string id, string ownedBy)
    {
        json.WriteString("id", id);
        json.WriteString("object", "model");
        json.WriteNumber("created", 0);
        json.WriteString("owned_by", ownedBy);
    }

    private static void WriteAnthropic(Utf8JsonWriter json, string id)
    {
        json.WriteString("type", "model");
        json.WriteString("id", id);
        json.WriteString("display_name", id);
        json.WriteString("created_at", "1970-01-01T00:00:00Z");
    }

    private static void WriteGemini(Utf8JsonWriter json, string id)
    {
        json.WriteString("name", "models/" + id);
        json.WriteString("displayName", id);
        json.WriteStartArray("supportedGenerationMethods");
        json.WriteStringValue("generateContent");
        json.WriteStringValue("streamGenerateContent");
        json.WriteStringValue("countTokens");
        json.WriteEndArray();
    }

    private static void WritePage(Utf8JsonWriter json, List<(string Id, string OwnedBy)> models)
    {
        json.WriteBoolean("has_more", false);
        json.WriteString("first_id", models.Count == 0 ? null : models[0].Id);
        json.WriteString("last_id", models.Count == 0 ? null : models[^1].Id);
    }
}
