using System.Collections.Immutable;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Tokens;

namespace AiGateway.Operator.Reconcile;

/// <summary>What differs between a cluster and a folder in a turn.</summary>
internal sealed record CompileOptions
{
    /// <summary>Done with each inventory before its bundles are published; a folder deals its tokens out here.</summary>
    public Action<Inventory> BeforePublish { get; init; } = _ => { };

    /// <summary>The tokens of this moment.</summary>
    public Func<ExchangedTokens> Tokens { get; init; } = () => ExchangedTokens.None;

    /// <summary>Told which tokens the credentials of a turn need; true where one of them is there that was not there before.</summary>
    public Func<ImmutableArray<TokenRequest>, bool> WantTokens { get; init; } = _ => false;

    /// <summary>What is known of the NetworkPolicies that are kept.</summary>
    public Func<NetworkPolicyState> NetworkPolicies { get; init; } = () => NetworkPolicyState.None;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
