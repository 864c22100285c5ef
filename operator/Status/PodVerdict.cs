namespace AiGateway.Operator.Status;

/// <summary>How one pod stands to one resource.</summary>
internal enum PodVerdict
{
    /// <summary>Not counted: not running, ending, or too young.</summary>
    None,

    /// <summary>Its sidecar enforces this generation.</summary>
    Programmed,

    /// <summary>Its sidecar refused the bundle.</summary>
    Refused,

    /// <summary>Its sidecar lacks a feature.</summary>
    Outdated,

    /// <summary>Its sidecar is connected and has not answered yet.</summary>
    Waiting,

    /// <summary>Its sidecar is not connected.</summary>
    Disconnected,

    /// <summary>It has no sidecar.</summary>
    Bare,
}
