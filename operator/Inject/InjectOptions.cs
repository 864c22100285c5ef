using System.Collections.Immutable;

namespace AiGateway.Operator.Inject;

/// <summary>What the operator's owner decides about sidecars. Read once, at start, by <see cref="InjectOptionsReader"/>.</summary>
internal sealed record InjectOptions
{
    /// <summary>The operator's version; it stands in the annotation of each injected pod.</summary>
    public required string Version { get; init; }

    public required string Image { get; init; }

    public string? ImagePullPolicy { get; init; }

    /// <summary>Secrets in the pods' own namespaces that pull the image.</summary>
    public ImmutableArray<string> PullSecrets { get; init; } = [];

    /// <summary>The address of the stream.</summary>
    public required string OperatorUrl { get; init; }

    /// <summary>Pods in it are never touched, so that the operator can always start itself.</summary>
    public required string OperatorNamespace { get; init; }

    /// <summary>The sidecar as an init container that stays (Kubernetes 1.29 and later) instead of as the first container.</summary>
    public bool NativeSidecar { get; init; }

    public SidecarSettings Settings { get; init; } = new();

    public SidecarCeiling Ceiling { get; init; } = new();

    /// <summary>The largest body of one call; no byte budget is below it.</summary>
    public string MaxBody { get; init; } = "16Mi";

    /// <summary>The corporate proxy through which sidecars reach providers.</summary>
    public string? Proxy { get; init; }

    public string? NoProxy { get; init; }

    /// <summary>What agents that are led by proxies' variables reach past their sidecar, beside the cluster: hosts, suffixes, addresses and ranges of IPv4, with commas.</summary>
    public string? AgentNoProxy { get; init; }
}
