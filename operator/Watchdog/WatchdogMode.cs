namespace AiGateway.Operator.Watchdog;

/// <summary>What becomes of pods that the watchdog finds.</summary>
internal enum WatchdogMode
{
    /// <summary>They are told of.</summary>
    Report,

    /// <summary>They are told of, and evicted one after the other, so that new ones take their place.</summary>
    Restart,
}
