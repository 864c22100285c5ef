using AiGateway.Operator.Status;

namespace AiGateway.Operator.Watchdog;

/// <summary>What the watchdog looks at and may do.</summary>
internal sealed record WatchdogOptions
{
    public WatchdogMode Mode { get; init; }

    /// <summary>The most evictions that are asked for in a minute, in the whole cluster; 1 to 600.</summary>
    public int RestartsPerMinute { get; init; } = 6;

    /// <summary>The operator's version: what a pod that is created now is injected with.</summary>
    public required string Version { get; init; }

    /// <summary>The last turn; null before the first.</summary>
    public required Func<Turn?> Latest { get; init; }

    public required Func<bool> Leads { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
