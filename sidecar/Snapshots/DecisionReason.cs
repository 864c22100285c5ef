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

    /// <summary>A policy denies a tool that the provider runs.</summary>
    HostedToolDenied,

    /// <summary>No policy allows a tool that the provider runs.</summary>
    HostedToolNotAllowed,

    /// <summary>A policy denies an endpoint, or what is kept there.</summary>
    EndpointDenied,

    /// <summary>No policy names an endpoint, or what is kept there.</summary>
    EndpointNotAllowed,
}
