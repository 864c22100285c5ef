namespace AiGateway.Operator.Status;

/// <summary>How one pod that counts stands to one resource.</summary>
internal enum PodVerdict
{
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
