using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>A verdict and the rule that made it. A value: deciding allocates nothing but the words of a would-be denial.</summary>
internal readonly record struct Decision
{
    public bool Allowed => Reason == DecisionReason.Allowed;

    public DecisionReason Reason { get; private init; }

    /// <summary>The policy as <c>namespace/name</c>; empty where none selects the agent.</summary>
    public string Policy { get; init; }

    /// <summary>The entry of the policy that decided, as the user wrote it.</summary>
    public string Rule { get; init; }

    /// <summary>What was asked for and denied, where it is not the model: a hosted tool, an endpoint, a tool server or something of it.</summary>
    public string? Asked { get; init; }

    /// <summary>The account that an allowed endpoint is called at; null for anything else.</summary>
    public string? Provider { get; init; }

    /// <summary>Who holds the agent, how and why, where that and no policy denied; null else.</summary>
    public HoldRule? Held { get; init; }

    /// <summary>Whether a tool call that is denied here, or later for another reason, is answered with a JSON-RPC error instead of a result.</summary>
    public bool DenyAsError { get; init; }

    /// <summary>Whether the entry that allowed a tool call wants the values of its arguments in the audit.</summary>
    public bool AuditValues { get; init; }

    /// <summary>The auditing policy and entry that would have denied; null where none would.</summary>
    public string? WouldDeny { get; private init; }

    public static Decision Allow(string policy, string rule, string? wouldDeny) =>
        new() { Reason = DecisionReason.Allowed, Policy = policy, Rule = rule, WouldDeny = wouldDeny };

    /// <summary>The same with what another decision of the call would have been; the first word stays.</summary>
    public Decision With(string? wouldDeny) => this with { WouldDeny = WouldDeny ?? wouldDeny };

    /// <summary>The same with another allowing decision of a batch: values are told where both tell them.</summary>
    public Decision With(in Decision next) => With(next.WouldDeny) with { AuditValues = AuditValues && next.AuditValues };

    public static Decision Deny(DecisionReason reason, string policy, string rule) =>
        new() { Reason = reason, Policy = policy, Rule = rule };
}
