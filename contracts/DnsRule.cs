namespace AiGateway.Contracts;

/// <summary>What an agent may ask of the pod's name servers. Of several policies the narrowest holds.</summary>
public sealed record DnsRule
{
    /// <summary>Which names; <see cref="DnsNames.Any"/> where nothing is said.</summary>
    public DnsNames? Names { get; init; }

    /// <summary>How many queries a second, 1 to 1000; null for the sidecar's own bound.</summary>
    public int? QueriesPerSecond { get; init; }
}
