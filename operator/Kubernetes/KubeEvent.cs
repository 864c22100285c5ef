using System.Text.Json.Serialization;

namespace AiGateway.Operator.Kubernetes;

/// <summary>An Event of events.k8s.io/v1. Never carries a secret, a prompt or a body.</summary>
public sealed record KubeEvent : KubernetesObject
{
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? EventTime { get; init; }

    public string? ReportingController { get; init; }

    public string? ReportingInstance { get; init; }

    /// <summary>What was done or tried, in one word.</summary>
    public required string Action { get; init; }

    /// <summary>Why, in one word.</summary>
    public required string Reason { get; init; }

    /// <summary>The object that the event is about.</summary>
    public required ObjectReference Regarding { get; init; }

    /// <summary>One or two sentences; cut at 1,000 bytes, which is less than the API server's bound.</summary>
    public string? Note { get; init; }

    /// <summary><c>Normal</c> or <c>Warning</c>.</summary>
    public string Type { get => field ?? "Normal"; init; }
}
