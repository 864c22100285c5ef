namespace AiGateway.Sidecar.Snapshots;

/// <summary>Why a connection may or may not go on: a closed set, told in audit records and metrics. The default is a denial.</summary>
internal enum EgressReason
{
    /// <summary>No policy allows it.</summary>
    NotAllowed,

    /// <summary>A policy allows it, or all policies only audit.</summary>
    Allowed,

    /// <summary>A policy denies it.</summary>
    Denied,

    /// <summary>A name decides here, and none was to be had: no SNI, an encrypted one, no HTTP, or nothing said in time.</summary>
    NameUnknown,

    /// <summary>The name is no name of a host, or the first bytes are not what they began as.</summary>
    Malformed,

    /// <summary>A metadata service, a link-local or a loopback address, by number or after resolving.</summary>
    AddressRefused,

    /// <summary>It came straight to the transparent port, and was redirected from nowhere.</summary>
    NotRedirected,

    /// <summary>The name has no address, or nothing answers there.</summary>
    Unreachable,

    /// <summary>An intercepted client did not take the pod's certificate: it trusts others alone, or has one built in.</summary>
    CertificateRefused,

    /// <summary>A policy suspends the agent, or a user does, or its namespace.</summary>
    Suspended,

    /// <summary>The agent is in quarantine, wholly.</summary>
    Quarantined,

    /// <summary>A policy cannot be carried out.</summary>
    PolicyUnfit,

    /// <summary>No policy selects the agent.</summary>
    NoPolicy,

    /// <summary>No rules have arrived, or they are too old.</summary>
    NotReady,

    /// <summary>As many connections as may are open.</summary>
    TooMany,
}
