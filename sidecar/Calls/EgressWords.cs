using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Calls;

/// <summary>The machine-readable words of a connection, the same in audit and in metrics. Words are never renamed.</summary>
internal static class EgressWords
{
    /// <summary>The same four words that calls have: a rule denied, it was not fit to be judged or served, it was let through and failed, or it was allowed.</summary>
    public static string DecisionOf(EgressRecord record) => record switch
    {
        { Verdict.Reason: EgressReason.NotReady or EgressReason.TooMany or EgressReason.Malformed or EgressReason.NotRedirected } => CallWords.Refused,
        { Verdict.Reason: EgressReason.Unreachable or EgressReason.CertificateRefused } => CallWords.Failed,
        { Verdict.Action: EgressAction.Deny } => CallWords.Denied,
        { End: EgressEnd.Failed } => CallWords.Failed,
        _ => CallWords.Allowed,
    };

    public static string Of(EgressAction action) => action switch
    {
        EgressAction.Tunnel => "tunnel",
        EgressAction.Intercept => "intercept",
        _ => "deny",
    };

    public static string Of(EgressVia via) => via switch
    {
        EgressVia.Connect => "connect",
        EgressVia.Http => "http",
        _ => "transparent",
    };

    public static string Of(EgressEnd end) => end switch
    {
        EgressEnd.AgentClosed => "agent_closed",
        EgressEnd.ServerClosed => "server_closed",
        EgressEnd.Cut => "cut",
        EgressEnd.Idle => "idle",
        EgressEnd.Failed => "failed",
        _ => "not_opened",
    };

    public static string Of(EgressReason reason) => reason switch
    {
        EgressReason.NotAllowed => "not_allowed",
        EgressReason.Allowed => "allowed",
        EgressReason.Denied => "denied",
        EgressReason.NameUnknown => "name_unknown",
        EgressReason.Malformed => "malformed",
        EgressReason.AddressRefused => "address_refused",
        EgressReason.NotRedirected => "not_redirected",
        EgressReason.Unreachable => "unreachable",
        EgressReason.CertificateRefused => "certificate_refused",
        EgressReason.Suspended => "agent_suspended",
        EgressReason.Quarantined => "agent_quarantined",
        EgressReason.PolicyUnfit => "policy_unfit",
        EgressReason.NoPolicy => "no_policy",
        EgressReason.NotReady => "not_ready",
        EgressReason.TooMany => "too_many",
        _ => "internal_error",
    };
}
