using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>What becomes of a connection, and which rule says so.</summary>
/// <param name="Action">What becomes of it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Policy">The policy, as <c>namespace/name</c>; empty where none decided.</param>
/// <param name="Rule">Its entry, as <c>egress.allow: *.pypi.org</c>; empty where none decided.</param>
internal readonly record struct EgressVerdict(EgressAction Action, EgressReason Reason, string Policy, string Rule)
{
    /// <summary>Whether the address that the agent dialled decided: the tunnel then goes to that very address. Else it goes where the sidecar resolves the name to.</summary>
    public bool ByAddress { get; init; }

    /// <summary>Who holds the agent, how and why, where that and no policy denied; null else.</summary>
    public HoldRule? Held { get; init; }

    /// <summary>What an auditing policy would have said; null where it agrees.</summary>
    public string? WouldDeny { get; init; }

    public static EgressVerdict Deny(EgressReason reason, string policy = "", string rule = "") => new(EgressAction.Deny, reason, policy, rule);
}
