using System.Text.Json.Serialization;

namespace AiGateway.Operator.Kubernetes;

/// <summary>The holder of a Lease. Its times are for people: candidates judge by what they see change, not by another machine's clock.</summary>
public sealed record LeaseSpec
{
    public string? HolderIdentity { get; init; }

    public int? LeaseDurationSeconds { get; init; }

    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? AcquireTime { get; init; }

    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? RenewTime { get; init; }

    public int? LeaseTransitions { get; init; }
}
