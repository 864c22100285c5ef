namespace AiGateway.Operator.Status;

/// <summary>What the status loop looks at.</summary>
internal sealed record StatusLoopOptions
{
    /// <summary>The last turn; null before the first.</summary>
    public required Func<Turn?> Latest { get; init; }

    /// <summary>Completes at the next turn.</summary>
    public required Func<Task> Turned { get; init; }

    public required Func<bool> Leads { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
