namespace AiGateway.Operator.Inject;

/// <summary>What a pod's author may set of its sidecar within bounds; the operator's options hold the defaults. Quantities and durations as texts.</summary>
internal sealed record SidecarSettings
{
    public string CpuRequest { get; init; } = "20m";

    /// <summary>None by default: a throttled sidecar delays every call.</summary>
    public string? CpuLimit { get; init; }

    public string MemoryRequest { get; init; } = "48Mi";

    public string MemoryLimit { get; init; } = "192Mi";

    /// <summary>The bytes of bodies that the sidecar holds at once.</summary>
    public string ByteBudget { get; init; } = "64Mi";

    /// <summary>How long the last bundle stays in force while the operator is away.</summary>
    public string MaxStaleness { get; init; } = "24h";

    /// <summary><c>KeepLast</c> or <c>FailClosed</c>.</summary>
    public string OnControlPlaneLoss { get; init; } = "KeepLast";
}
