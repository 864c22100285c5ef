using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>How many sidecars a resource reaches, and how many have acknowledged this generation of it.</summary>
public sealed record SidecarCounts
{
    /// <summary>Running, non-terminating selected pods older than 30 seconds, those without a sidecar too.</summary>
    [Schema(Minimum = 0)]
    public int Matched { get; init; }

    /// <summary>Those whose sidecar is connected and has acknowledged this generation.</summary>
    [Schema(Minimum = 0)]
    public int Programmed { get; init; }

    /// <summary>Both as programmed/matched, for the print column.</summary>
    [Schema(MaxLength = 32, Pattern = Patterns.Summary)]
    public string Summary { get => field ?? "0/0"; init; }
}
