namespace AiGateway.Sidecar.Ledgers;

/// <summary>What pinning says of a tool.</summary>
internal enum PinVerdict
{
    /// <summary>The server's list is not known, or may be another by now: list first.</summary>
    Unknown,

    /// <summary>The definition in the newest list is approved, or nothing is pinned.</summary>
    Approved,

    /// <summary>It is not: the tool is new, renamed, or not as it was.</summary>
    NotApproved,

    /// <summary>The server's newest list has no such tool.</summary>
    Absent,
}
