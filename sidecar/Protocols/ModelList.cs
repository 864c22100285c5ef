using System.Buffers;
using System.Text.Json;

namespace AiGateway.Sidecar.Protocols;

/// <summary>Writes models as OpenAI lists them; <c>created</c> is 0, because a name has no birthday.</summary>
internal static class ModelList
{
    public static byte[] Write(IEnumerable<(string Id, string OwnedBy)> models)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("object", "list");
            json.WriteStartArray("data");
            foreach (var (id, ownedBy) in models) Write(json, id, ownedBy);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    public static byte[] Write(string id, string ownedBy)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes)) Write(json, id, ownedBy);
        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string id, string ownedBy)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("object", "model");
        json.WriteNumber("created", 0);
        json.WriteString("owned_by", ownedBy);
        json.WriteEndObject();
    }
}
