namespace AiGateway.Sidecar.Snapshots;

/// <summary>Why a call may or may not go on. The default is a denial.</summary>
internal enum DecisionReason
{
    /// <summary>No policy selects the agent.</summary>
    NoPolicy,

    /// <summary>A policy allows the model, or all policies only audit.</summary>
    Allowed,

    /// <summary>A policy suspends the agent.</summary>
    Suspended,

    /// <summary>A policy cannot be carried out by this sidecar.</summary>
    PolicyUnfit,

    /// <summary>A policy denies the model.</summary>
    ModelDenied,

    /// <summary>No policy allows the model.</summary>
    ModelNotAllowed,
}
