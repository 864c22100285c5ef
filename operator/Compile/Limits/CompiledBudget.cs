using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Compile.Limits;

/// <summary>A Budget after compiling: whom it selects and its rule. One that cannot be carried out denies the calls of those whom it selects; it is never left out.</summary>
internal sealed record CompiledBudget
{
    public required SourceRef Source { get; init; }

    public required LabelSelector Selector { get; init; }

    /// <summary>The namespaces of a Budget of the platform; null where it is for its own.</summary>
    public LabelSelector? Namespaces { get; init; }

    /// <summary>Null where it cannot be carried out.</summary>
    public LimitRule? Rule { get; init; }

    public required ImmutableArray<Diagnostic> Diagnostics { get; init; }

    /// <summary>As bundles, refusals and the ledger call it.</summary>
    public string Name => $"{Source.Namespace}/{Source.Name}";

    /// <summary>Why the calls of its agents are denied; null where the Budget can be carried out.</summary>
    public string? Obstacle => Rule is null ? $"the Budget {Name} cannot be carried out: {Diagnostics[0].Field}: {Diagnostics[0].Message}" : null;
}
