namespace AiGateway.Sidecar.Calls;

/// <summary>How a connection ended.</summary>
internal enum EgressEnd
{
    /// <summary>It was denied, and never opened.</summary>
    NotOpened,

    /// <summary>The agent was done, or left.</summary>
    AgentClosed,

    /// <summary>The server was done, or left.</summary>
    ServerClosed,

    /// <summary>Rules that came later cut it, or the sidecar's end; see <see cref="EgressRecord.Cut"/>.</summary>
    Cut,

    /// <summary>Nothing passed for too long.</summary>
    Idle,

    /// <summary>It was let through, and could not be opened or broke.</summary>
    Failed,
}
