using System.Buffers;
using System.Text.Json;

namespace AiGateway.Operator.Kubernetes;

/// <summary>A request to evict one pod (KEP-85): a deletion that disruption budgets may put off.</summary>
internal static class Eviction
{
    /// <summary>As JSON, for this pod and no other of its name. Servers take <c>policy/v1</c> since 1.22.</summary>
    public static ReadOnlyMemory<byte> Write(Pod pod, ServerVersion server)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("apiVersion", server.IsAtLeast(1, 22) ? "policy/v1" : "policy/v1beta1");
        json.WriteString("kind", "Eviction");
        json.WriteStartObject("metadata");
        json.WriteString("namespace", pod.Metadata.Namespace);
        json.WriteString("name", pod.Metadata.Name);
        json.WriteEndObject();
        json.WriteStartObject("deleteOptions");
        json.WriteStartObject("preconditions");
        json.WriteString("uid", pod.Metadata.Uid);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
