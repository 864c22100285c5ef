using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources.Agents;
using AiGateway.Operator.Resources.Limits;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>
/// JSON into our kinds. What cannot be read comes back as an <see cref="UnreadableObject"/> that names the field: it never throws on an
/// object's account, and never quotes a value.
/// </summary>
internal static class ResourceReader
{
    /// <summary>Reads what an API server sent: it has checked the schema already, and may know more fields than this operator.</summary>
    public static ReadResult<T> Read<T>(JsonElement json, JsonTypeInfo<T> type)
        where T : KubernetesObject => Deserialize(json, type);

    /// <summary>Reads what nobody has checked: unknown, repeated and missing fields and values out of bounds are refused.</summary>
    public static ReadResult<T> ReadStrict<T>(JsonElement json, JsonTypeInfo<T> type)
        where T : KubernetesObject =>
        ShapeCheck.Find(json, type, strict: true) is [var first, ..] ? Refuse<T>(json, first) : Deserialize(json, type);

    private static ReadResult<T> Deserialize<T>(JsonElement json, JsonTypeInfo<T> type)
        where T : KubernetesObject
    {
        try
        {
            return json.Deserialize(type) is { } value ? new() { Value = value } : Refuse<T>(json, new("spec", "the object is null"));
        }
        catch (JsonException exception)
        {
            return Refuse<T>(json, ShapeCheck.Find(json, type, strict: false) is [var first, ..] ? first : Locate(exception));
        }
    }

    private static ReadResult<T> Refuse<T>(JsonElement json, ShapeProblem problem)
        where T : KubernetesObject =>
        new()
        {
            Unreadable = new UnreadableObject
            {
                Kind = typeof(T).Name,
                Metadata = ReadPart(json, ["metadata"], ResourceJson.Default.ObjectMeta) ?? new ObjectMeta(),
                Field = problem.Field,
                Message = problem.Message,
                PodSelector = ReadPart(json, ["spec", typeof(T) == typeof(Budget) ? "agents" : "podSelector"], ResourceJson.Default.LabelSelector),
                HasNamespaceSelector = Find(json, ["spec", "namespaceSelector"]) is not null,
                NamespaceSelector = ReadPart(json, ["spec", "namespaceSelector"], ResourceJson.Default.LabelSelector),
                Agent = typeof(T) == typeof(Agent) ? ReadPart(json, ["spec"], ResourceJson.Default.AgentSpec) : null,
                Workload = typeof(T) == typeof(Agent) ? ReadPart(json, ["spec", "workload"], ResourceJson.Default.WorkloadRef) : null,
                Egress = ReadPart(json, ["spec", "egress"], ResourceJson.Default.EgressAccess) ?? ReadMode(json),
            },
        };

    private static EgressAccess? ReadMode(JsonElement json) =>
        Find(json, ["spec", "egress", "mode"]) is { ValueKind: JsonValueKind.String } mode && mode.ValueEquals(nameof(EgressMode.Redirected)) ? new() { Mode = EgressMode.Redirected } : null;

    private static TPart? ReadPart<TPart>(JsonElement json, ReadOnlySpan<string> path, JsonTypeInfo<TPart> type)
        where TPart : class
    {
        try
        {
            return Find(json, path)?.Deserialize(type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Find(JsonElement json, ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json)) return null;
        }

        return json.ValueKind == JsonValueKind.Null ? null : json;
    }

    private static ShapeProblem Locate(JsonException exception) =>
        new(exception.Path is { Length: > 2 } path ? path[2..] : "spec", "has a value that cannot be read: compare it with kubectl explain");
}
