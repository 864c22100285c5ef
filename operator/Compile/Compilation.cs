using System.Collections.Immutable;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Compile.Incremental;
using AiGateway.Operator.Compile.Limits;
using AiGateway.Operator.Compile.NetworkPolicies;
using AiGateway.Operator.Resources.Tokens;

namespace AiGateway.Operator.Compile;

/// <summary>What an inventory means: a bundle for each pod, and what there is to say about each resource.</summary>
internal sealed record Compilation
{
    /// <summary>By pod uid, for every pod that has not ended. A pod that no policy selects has a bundle that denies everything.</summary>
    public required IReadOnlyDictionary<string, AgentBundle> Agents { get; init; }

    /// <summary>One for each resource of ours.</summary>
    public required ImmutableArray<ResourceReport> Resources { get; init; }

    /// <summary>For pods that are about to be created: what the policies want put into them.</summary>
    public required WishReach Wishes { get; init; }

    /// <summary>Every Budget, also one that selects no pod or cannot be carried out; ordered by name.</summary>
    public ImmutableArray<CompiledBudget> Budgets { get; init; } = [];

    /// <summary>Those that are to stand in the cluster, ordered by namespace and name.</summary>
    public ImmutableArray<NetworkPolicyPlan> NetworkPolicies { get; init; } = [];

    /// <summary>What the credentials of clouds and tool servers have to be exchanged for, each as long as it is asked for here; ordered by name and kind.</summary>
    public ImmutableArray<TokenRequest> TokenRequests { get; init; } = [];

    /// <summary>What the next compilation need not make again; null where nothing is kept.</summary>
    public CompileMemory? Memory { get; init; }
}
