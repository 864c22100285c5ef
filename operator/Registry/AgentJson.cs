using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Registry;

/// <summary>Agents as JSON: what is applied where one is made, and of a status the fields that are the registry's alone; conditions and what holds an agent are another writer's.</summary>
internal static class AgentJson
{
    private static readonly FrozenSet<string> s_fields = FrozenSet.Create(
        StringComparer.Ordinal,
        "serviceAccount", "images", "policies", "budgets", "pods", "allowed", "used", "totals", "lastSeen", "shadow", "podlessSince", "counted");

    /// <summary>The registry's part of a status; equal parts have equal bytes.</summary>
    public static ReadOnlyMemory<byte> PartOf(AgentStatus status)
    {
        using var whole = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(status, ResourceJson.Default.AgentStatus));
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        foreach (var field in whole.RootElement.EnumerateObject().Where(field => s_fields.Contains(field.Name))) field.WriteTo(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>What the registry has written there; empty where it never did, whatever the other writer of the status did.</summary>
    public static ReadOnlyMemory<byte> WrittenIn(Agent agent)
    {
        if (agent.Status is null) return default;
        var part = PartOf(agent.Status);
        return part.Span.SequenceEqual(PartOf(new()).Span) ? default : part;
    }

    /// <summary>What is applied where one is made: the workload, and a label by which those that the operator made are known.</summary>
    public static ReadOnlyMemory<byte> MakingOf(ObjectKey key, Workload workload)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        Begin(json, key);
        json.WriteStartObject("labels");
        json.WriteString(Group.ManagedByLabel, Group.ManagedBy);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("spec");
        json.WriteStartObject("workload");
        json.WriteString("kind", workload.Kind);
        json.WriteString("name", workload.Name);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>What is applied to <c>/status</c>: refused where the Agent is no longer as it was.</summary>
    public static ReadOnlyMemory<byte> StatusOf(Agent agent, ReadOnlyMemory<byte> status)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        Begin(json, ObjectKey.Of(agent));
        json.WriteString("uid", agent.Metadata.Uid);
        json.WriteString("resourceVersion", agent.Metadata.ResourceVersion);
        json.WriteEndObject();
        json.WritePropertyName("status");
        json.WriteRawValue(status.Span);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Whether the operator made it, and not a user.</summary>
    public static bool IsOurs(Agent agent) => agent.Metadata.Labels.GetValueOrDefault(Group.ManagedByLabel) == Group.ManagedBy;

    private static void Begin(Utf8JsonWriter json, ObjectKey key)
    {
        json.WriteStartObject();
        json.WriteString("apiVersion", Group.ApiVersion);
        json.WriteString("kind", nameof(Agent));
        json.WriteStartObject("metadata");
        json.WriteString("namespace", key.Namespace);
        json.WriteString("name", key.Name);
    }
}
