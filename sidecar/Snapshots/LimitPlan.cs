using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>All limits of an agent: of its policies, and the Budgets that it shares. Each call is held against every one of them that counts it.</summary>
internal sealed class LimitPlan(ImmutableArray<Limit> limits)
{
    /// <summary>Nothing is counted.</summary>
    public static LimitPlan Empty { get; } = new([]);

    /// <summary>In the bundle's order, those that bite before those that only record: a call that is refused anyway is no breach of an auditing one.</summary>
    public ImmutableArray<Limit> Limits { get; } = [.. limits.OrderBy(limit => limit.IsAudit)];

    public bool IsEmpty => Limits.IsEmpty;

    /// <summary>The limits of a bundle; what a rule holds was checked before.</summary>
    public static LimitPlan From(BundleRules rules) => new(
    [
        .. rules.Agent.Policies.SelectMany(policy => (policy.Limits ?? []).Select(rule => new Limit(rule, rule.Audit == true || policy.Mode == PolicyMode.Audit))),
        .. (rules.Budgets ?? []).Select(rule => new Limit(rule, rule.Audit == true)),
    ]);
}
