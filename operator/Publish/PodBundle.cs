using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Operator.Publish;

/// <summary>The newest word for one pod: small, beside the rules that it shares with others.</summary>
internal sealed record PodBundle
{
    public required AgentIdentity Agent { get; init; }

    /// <summary>How far this replica had read; one array for all pods of a publication.</summary>
    public required ImmutableArray<SourcePosition> Positions { get; init; }

    public required SharedRules Rules { get; init; }

    /// <summary>The pod's other containers have ended for good: its sidecar is told to finish.</summary>
    public bool Finish { get; init; }
}
