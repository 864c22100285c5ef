using System.Buffers;
using System.Text.Json;

namespace AiGateway.Operator.Kubernetes;

/// <summary>What a deletion depends on.</summary>
internal static class DeleteOptions
{
    /// <summary>As JSON: only the object as it was read is deleted, not one that was written since.</summary>
    public static ReadOnlyMemory<byte> Write(string resourceVersion)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("apiVersion", "v1");
        json.WriteString("kind", "DeleteOptions");
        json.WriteStartObject("preconditions");
        json.WriteString("resourceVersion", resourceVersion);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
