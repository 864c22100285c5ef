namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>What became of a query: a closed set, told in metrics.</summary>
internal enum DnsReason
{
    /// <summary>A server's answer went back.</summary>
    Answered,

    /// <summary>The message is no query that is understood here.</summary>
    Malformed,

    /// <summary>A type or a class that is never asked for.</summary>
    TypeRefused,

    /// <summary>The name may not be resolved.</summary>
    NotListed,

    /// <summary>No rules have arrived, or they are too old.</summary>
    NotReady,

    /// <summary>More queries a second than the agent may ask.</summary>
    Rate,

    /// <summary>As many queries as may wait for an answer.</summary>
    TooMany,

    /// <summary>No server answered in time.</summary>
    NoAnswer,
}
