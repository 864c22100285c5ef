using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>What holds an agent beside its policies, and the objects that say so. Null where nothing does, so that agents that nothing holds share their rules.</summary>
internal sealed record Hold
{
    public required HoldRule Rule { get; init; }

    /// <summary>Agents, and a Namespace; in the order in which they are asked.</summary>
    public required ImmutableArray<SourceRef> Sources { get; init; }

    /// <summary>Equal for equal holds: agents of one namespace with equal keys and policies share their rules.</summary>
    public string Key => $"{Rule}{string.Join(',', Sources.Select(source => $"{source.Uid}:{source.Generation}"))}";

    /// <summary>Nothing passes, not even to the outside.</summary>
    public bool ClosesAll => Rule.SuspendedBy is not null || Rule.Quarantine == Quarantine.All;

    /// <summary>No model and no endpoint may be called: their keys stay here.</summary>
    public bool ClosesModels => ClosesAll || Rule.Quarantine == Quarantine.NoModels;

    /// <summary>Nothing may be asked of tool servers: their keys stay here.</summary>
    public bool ClosesTools => ClosesAll || Rule.Quarantine == Quarantine.NoTools;

    /// <summary>A policy without what no call of it may go to.</summary>
    public PolicyRule Close(PolicyRule policy) => ClosesModels ? policy with { Endpoints = null } : policy;
}
