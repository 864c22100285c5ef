namespace AiGateway.Operator.Resources;

/// <summary>How many sidecars a resource reaches, and how many have acknowledged this generation of it.</summary>
public sealed record SidecarCounts
{
    /// <summary>Running, non-terminating selected pods older than 30 seconds, those without a sidecar too.</summary>
    public int Matched { get; init; }

    /// <summary>Those whose sidecar is connected and has acknowledged this generation.</summary>
    public int Programmed { get; init; }

    /// <summary>Both as <c>programmed/matched</c>, for the print column.</summary>
    public string Summary { get; init; } = "0/0";
}
