using System.Buffers;
using System.Text.Json;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;
using AiGateway.Operator.Resources.Guardrails;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Status;

/// <summary>Writes statuses as JSON: as an applied intent, and by themselves.</summary>
internal static class StatusJson
{
    /// <summary>What is applied to <c>/status</c>: the object's name and the whole status.</summary>
    public static ReadOnlyMemory<byte> WriteIntent(ResourceStatus status)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("apiVersion", Group.ApiVersion);
        json.WriteString("kind", status.Resource.Kind);
        json.WriteStartObject("metadata");
        json.WriteString("namespace", status.Resource.Namespace);
        json.WriteString("name", status.Resource.Name);
        json.WriteEndObject();
        json.WritePropertyName("status");
        json.WriteRawValue(Write(status.Status));
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>All statuses as one readable array.</summary>
    public static ReadOnlyMemory<byte> WriteAll(IEnumerable<ResourceStatus> statuses)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
        foreach (var (resource, status) in statuses)
        {
            json.WriteStartObject();
            json.WriteString("kind", resource.Kind);
            json.WriteString("namespace", resource.Namespace);
            json.WriteString("name", resource.Name);
            json.WritePropertyName("status");
            using var document = JsonDocument.Parse(Write(status));
            document.RootElement.WriteTo(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.Flush();
        return buffer.WrittenMemory;
    }

    public static byte[] Write(CommonStatus status) => status switch
    {
        AgentStatus agent => WriteHeld(agent),
        AgentPolicyStatus policy => JsonSerializer.SerializeToUtf8Bytes(policy, ResourceJson.Default.AgentPolicyStatus),
        ProviderCredentialStatus credential => JsonSerializer.SerializeToUtf8Bytes(credential, ResourceJson.Default.ProviderCredentialStatus),
        McpServerStatus server => JsonSerializer.SerializeToUtf8Bytes(server, ResourceJson.Default.McpServerStatus),
        GuardrailStatus guardrail => JsonSerializer.SerializeToUtf8Bytes(guardrail, ResourceJson.Default.GuardrailStatus),
        BudgetStatus budget => JsonSerializer.SerializeToUtf8Bytes(budget, ResourceJson.Default.BudgetStatus),
        _ => JsonSerializer.SerializeToUtf8Bytes(status, ResourceJson.Default.CommonStatus),
    };

    /// <summary>Of an Agent's status only what says how it is held: the rest has another field manager, which would lose it.</summary>
    private static byte[] WriteHeld(AgentStatus status)
    {
        var json = JsonSerializer.SerializeToNode(status, ResourceJson.Default.CommonStatus)!.AsObject();
        if (status.Held is { } held) json["held"] = held;
        return System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
