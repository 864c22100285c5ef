using System.Collections.Immutable;

namespace AiGateway.Contracts;

/// <summary>Where an agent may connect beside the gateway's own paths, by one policy. What no policy allows is denied.</summary>
public sealed record EgressRule
{
    /// <summary>Where it may, each an <see cref="EgressTarget"/>; united over the enforcing policies of an agent. Null for nowhere.</summary>
    public ImmutableArray<string>? Allow { get; init; }

    /// <summary>Where it may not, whatever any policy allows; null for none.</summary>
    public ImmutableArray<string>? Deny { get; init; }

    /// <summary>
    /// Hosts (no ranges of addresses) whose TLS ends in the sidecar, so that calls of them are judged as calls of the gateway's own paths are; see <see cref="KnownHosts"/>.
    /// Null for none.
    /// </summary>
    public ImmutableArray<string>? Intercept { get; init; }

    /// <summary>Which names may be asked for; null for all.</summary>
    public DnsRule? Dns { get; init; }
}
