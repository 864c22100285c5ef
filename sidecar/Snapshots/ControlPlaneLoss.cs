namespace AiGateway.Sidecar.Snapshots;

/// <summary>What holds when the operator is not heard.</summary>
internal enum ControlPlaneLoss
{
    /// <summary>The last good bundle stays in force until it is too old.</summary>
    KeepLast,

    /// <summary>Calls are refused after a short grace, long enough for an operator's replica to be replaced.</summary>
    FailClosed,
}
