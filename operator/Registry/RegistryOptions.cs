namespace AiGateway.Operator.Registry;

/// <summary>What the registry asks of the rooms around it, and how often it writes.</summary>
internal sealed record RegistryOptions
{
    /// <summary>The last turn; null before the first.</summary>
    public required Func<RegistryTurn?> Latest { get; init; }

    /// <summary>Whether this replica leads.</summary>
    public required Func<bool> Leads { get; init; }

    /// <summary>Whether pods without a sidecar are listed where they have a sign of models.</summary>
    public bool ShadowAgents { get; init; } = true;

    /// <summary>The least time between two writes of one Agent.</summary>
    public TimeSpan EachAgent { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How soon an Agent of which nothing had changed is looked at again.</summary>
    public TimeSpan LookAgain { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an Agent that the operator made stays after its last pod.</summary>
    public TimeSpan Remember { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The most Agents of a namespace that stay after their last pod, those that the operator made.</summary>
    public int MostPodless { get; init; } = 500;

    /// <summary>How long nothing is heard of a process of a pod that is gone before its part is closed.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(1);

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
