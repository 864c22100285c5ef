namespace AiGateway.Sidecar.Calls;

/// <summary>Why an open call was stopped from outside.</summary>
internal enum StopCause
{
    None,

    /// <summary>The provider kept it waiting too long; another target may still be tried.</summary>
    TimedOut,

    /// <summary>The agent hung up.</summary>
    AgentGone,

    /// <summary>The rules now in force deny it.</summary>
    Denied,
}
