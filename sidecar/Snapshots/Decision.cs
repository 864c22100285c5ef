namespace AiGateway.Sidecar.Snapshots;

/// <summary>A verdict and the rule that made it. A value: deciding allocates nothing but the words of a would-be denial.</summary>
internal readonly record struct Decision
{
    public bool Allowed => Reason == DecisionReason.Allowed;

    public DecisionReason Reason { get; private init; }

    /// <summary>The policy as <c>namespace/name</c>; empty where none selects the agent.</summary>
    public string Policy { get; private init; }

    /// <summary>The entry of the policy that decided, as the user wrote it.</summary>
    public string Rule { get; private init; }

    /// <summary>The auditing policy and entry that would have denied; null where none would.</summary>
    public string? WouldDeny { get; private init; }

    public static Decision Allow(string policy, string rule, string? wouldDeny) =>
        new() { Reason = DecisionReason.Allowed, Policy = policy, Rule = rule, WouldDeny = wouldDeny };

    public static Decision Deny(DecisionReason reason, string policy, string rule) =>
        new() { Reason = reason, Policy = policy, Rule = rule };
}
