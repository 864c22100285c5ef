namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>Where queries come in and go to, and their bounds.</summary>
internal sealed record DnsOptions
{
    /// <summary>On loopback of IPv4 and, where there is one, of IPv6; UDP and TCP.</summary>
    public required int Port { get; init; }

    /// <summary>The pod's resolv.conf.</summary>
    public string ResolvFile { get; init; } = "/etc/resolv.conf";

    /// <summary>Of the name servers.</summary>
    public int ServerPort { get; init; } = 53;

    /// <summary>What all servers together have for an answer: less than the five seconds that a client waits for one server (resolv.conf(5), timeout).</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(4.5);

    /// <summary>Queries that may wait for answers at once.</summary>
    public int MaxWaiting { get; init; } = 256;

    /// <summary>TCP connections of the agent at once.</summary>
    public int MaxConnections { get; init; } = 32;

    /// <summary>Queries on one TCP connection.</summary>
    public int MaxQueries { get; init; } = 100;

    /// <summary>How long a TCP connection may be silent (RFC 7766, section 6.2.3).</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(10);
}
