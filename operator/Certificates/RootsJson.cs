using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Certificates;

/// <summary>What is applied, and nothing more: a field that is not written here stays its owner's.</summary>
internal static class RootsJson
{
    public static ReadOnlyMemory<byte> Write(ConfigMap map) => Build("v1", "ConfigMap", map.Metadata, json =>
    {
        json.WriteStartObject("data");
        foreach (var (key, value) in map.Data) json.WriteString(key, value);
        json.WriteEndObject();
    });

    public static ReadOnlyMemory<byte> WriteTrust(WebhookConfiguration found, string roots) =>
        Build("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", found.Metadata, json =>
        {
            json.WriteStartArray("webhooks");
            foreach (var webhook in found.Webhooks)
            {
                json.WriteStartObject();
                json.WriteString("name", webhook.Name);
                json.WriteStartObject("clientConfig");
                json.WriteBase64String("caBundle", Encoding.ASCII.GetBytes(roots));
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    private static ReadOnlyMemory<byte> Build(string apiVersion, string kind, ObjectMeta metadata, Action<Utf8JsonWriter> writeRest)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("apiVersion", apiVersion);
        json.WriteString("kind", kind);
        json.WriteStartObject("metadata");
        json.WriteString("name", metadata.Name);
        if (metadata.Namespace.Length > 0) json.WriteString("namespace", metadata.Namespace);
        json.WriteEndObject();
        writeRest(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
