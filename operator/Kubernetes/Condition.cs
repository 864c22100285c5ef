namespace AiGateway.Operator.Kubernetes;

/// <summary>One condition of a status, as in metav1.Condition.</summary>
public sealed record Condition
{
    /// <summary>Positive: <c>True</c> is good.</summary>
    public required string Type { get; init; }

    /// <summary><c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The generation that was looked at.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>When the status last changed.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>A machine-readable word.</summary>
    public required string Reason { get; init; }

    /// <summary>One or two sentences for a person: what is wrong, where, and what to do.</summary>
    public required string Message { get; init; }
}
