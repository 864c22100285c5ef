namespace AiGateway.Sidecar.Calls;

/// <summary>Where a usage comes from.</summary>
internal enum UsageSource
{
    /// <summary>Nothing was used, as far as is known.</summary>
    None,

    /// <summary>The provider said so.</summary>
    Reported,

    /// <summary>The provider never said; made from what passed.</summary>
    Estimated,
}
