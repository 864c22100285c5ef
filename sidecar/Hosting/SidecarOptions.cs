using System.Collections.Immutable;
using System.Net;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Hosting;

/// <summary>Everything that the injector may say to a sidecar. Read once, at start, by <see cref="SidecarOptionsReader"/>.</summary>
internal sealed record SidecarOptions
{
    public required Uri Operator { get; init; }

    public required string TokenFile { get; init; }

    public required string RootsFile { get; init; }

    /// <summary>Where the last good bundle is kept; memory-backed, this container's alone.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Where the agent's MCP configuration is written, for its containers to read; null where nobody reads it.</summary>
    public string? McpFolder { get; init; }

    /// <summary>Loopback: what listens here calls models in the agent's name.</summary>
    public required IPEndPoint Api { get; init; }

    /// <summary>Where the kernel sends what the agent dials: a port on loopback, of IPv4 and of IPv6; null where nothing is redirected.</summary>
    public int? TransparentPort { get; init; }

    /// <summary>Where the kernel sends what the agent asks of the pod's name servers; null where nothing is redirected.</summary>
    public int? DnsPort { get; init; }

    /// <summary>What the validator left, see <see cref="AiGateway.Sidecar.Redirects.RedirectProof"/>; null where nothing was redirected.</summary>
    public string? ProofFile { get; init; }

    /// <summary>Where the pod's certificates are written for the agent's containers to read; null where nothing is intercepted.</summary>
    public string? TrustFolder { get; init; }

    /// <summary>Roots of the company's that the agent is to trust too, PEM; null for none.</summary>
    public string? TrustedRootsFile { get; init; }

    public required IPEndPoint Health { get; init; }

    public required IPEndPoint Metrics { get; init; }

    /// <summary>What all bodies together may hold, in bytes.</summary>
    public required long ByteBudget { get; init; }

    /// <summary>The longest request body, in bytes.</summary>
    public required long MaxBody { get; init; }

    public required TimeSpan MaxStaleness { get; init; }

    public required ControlPlaneLoss OnLoss { get; init; }

    /// <summary>How long a sidecar that was told to stop goes on serving.</summary>
    public required TimeSpan Drain { get; init; }

    public Uri? Proxy { get; init; }

    public ImmutableArray<string> NoProxy { get; init; } = [];
}
