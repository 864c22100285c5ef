using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Agents;

/// <summary>Why the workload is taken for one that reaches models around the gateway.</summary>
public sealed record AgentShadow
{
    /// <summary>
    /// KnownSetting: a pod without a sidecar has a setting of a provider's SDK. KnownImage: one runs the image of a known agent or model server. KnownHost: a pod with a sidecar connected to a known
    /// provider's host by another way than the gateway's own.
    /// </summary>
    [Schema(MaxLength = 16, Values = ["KnownHost", "KnownImage", "KnownSetting"])]
    public required string Reason { get; init; }

    /// <summary>The setting's name, the image or the host. Never a value of a setting but the host in it.</summary>
    [Schema(MaxLength = 512)]
    public required string Message { get; init; }
}
