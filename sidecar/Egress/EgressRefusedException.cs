using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Egress;

/// <summary>Where a name leads, nothing may connect to. Thrown through the layers that open connections for others, and turned into a denial where one is told.</summary>
internal sealed class EgressRefusedException(EgressVerdict verdict) : IOException($"refused: {verdict.Rule}")
{
    /// <summary>The denial.</summary>
    public EgressVerdict Verdict => verdict;
}
