using AiGateway.Operator.Watchdog;

namespace AiGateway.Operator.Reconcile;

/// <summary>The operator's own settings. Read once, at start, by <see cref="OperatorOptionsReader"/>.</summary>
internal sealed record OperatorOptions
{
    /// <summary>A folder of manifests instead of the Kubernetes API; null for the API.</summary>
    public string? Folder { get; init; }

    /// <summary>Where certificates, tokens and statuses are kept without a cluster.</summary>
    public string StateDir { get; init; } = "";

    public int StreamPort { get; init; } = 8443;

    public int WebhookPort { get; init; } = 9443;

    public int HealthPort { get; init; } = 8080;

    /// <summary>This replica's name; unlike any other's.</summary>
    public string PodName { get; init; } = "operator";

    public string PodNamespace { get; init; } = "aigateway-system";

    /// <summary>Where the other replicas reach this one.</summary>
    public string PodIp { get; init; } = "127.0.0.1";

    /// <summary>How long the other replicas wait for a leader that has vanished, in seconds.</summary>
    public int LeaseSeconds { get; init; } = 15;

    /// <summary>This replica's own token for our audience.</summary>
    public string RelayTokenFile { get; init; } = "/var/run/aigateway/token/token";

    /// <summary>What becomes of pods that a new pod in their place would be better than.</summary>
    public WatchdogMode Watchdog { get; init; }

    /// <summary>The most pods that the watchdog evicts in a minute, in the whole cluster.</summary>
    public int RestartsPerMinute { get; init; } = 6;

    /// <summary>Whether pods without a sidecar are looked at for settings of models' SDKs, and listed as Agents.</summary>
    public bool ShadowAgents { get; init; } = true;

    /// <summary>Listen on every address; without a cluster on loopback alone.</summary>
    public bool InCluster => Folder is null;
}
