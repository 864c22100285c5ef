using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Agents;

/// <summary>What one container of the agent's pods runs. While pods of several versions run, one stands for each.</summary>
public sealed record AgentImage
{
    /// <summary>The container's name.</summary>
    [Schema(MaxLength = 63)]
    public required string Container { get; init; }

    /// <summary>The image as the pod names it.</summary>
    [Schema(MaxLength = 512)]
    public required string Image { get; init; }

    /// <summary>What was pulled, as sha256: and 64 digits. Absent while none is known.</summary>
    [Schema(MaxLength = 71)]
    public string? Digest { get; init; }
}
