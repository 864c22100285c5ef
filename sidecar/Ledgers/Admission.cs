namespace AiGateway.Sidecar.Ledgers;

/// <summary>What a target's circuit says to a try.</summary>
internal enum Admission
{
    /// <summary>It is open: not now.</summary>
    Refused,

    /// <summary>It is closed, or the route has none.</summary>
    Passed,

    /// <summary>This try decides whether it closes.</summary>
    Probe,
}
