using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>An AgentPolicy after compiling: whom it selects and its rule. One that cannot be carried out denies; it is never left out.</summary>
internal sealed record CompiledPolicy
{
    public required SourceRef Source { get; init; }

    public required LabelSelector Selector { get; init; }

    /// <summary>The namespaces of a policy of the platform; null where it is for its own.</summary>
    public LabelSelector? Namespaces { get; init; }

    public required PolicyRule Rule { get; init; }

    /// <summary>What the policy says of egress, as it was written; null where it says nothing.</summary>
    public EgressAccess? Egress { get; init; }

    /// <summary>The guardrails that it names, usable or not.</summary>
    public ImmutableArray<string> Guardrails { get; init; } = [];

    public required ImmutableArray<Diagnostic> Diagnostics { get; init; }
}
