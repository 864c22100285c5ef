using System.Buffers;
using System.Text.Json;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Approvals;

namespace AiGateway.Operator.Approvals;

/// <summary>Statuses of ApprovalRequests as applied intents.</summary>
internal static class ApprovalJson
{
    /// <summary>The whole status, for the version of the object that it was made from alone: another one is a conflict.</summary>
    public static ReadOnlyMemory<byte> WriteIntent(ApprovalRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("apiVersion", Group.ApiVersion);
        json.WriteString("kind", nameof(ApprovalRequest));
        json.WriteStartObject("metadata");
        json.WriteString("namespace", request.Metadata.Namespace);
        json.WriteString("name", request.Metadata.Name);
        json.WriteString("resourceVersion", request.Metadata.ResourceVersion);
        json.WriteEndObject();
        json.WritePropertyName("status");
        JsonSerializer.Serialize(json, request.Status!, ResourceJson.Default.ApprovalRequestStatus);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
