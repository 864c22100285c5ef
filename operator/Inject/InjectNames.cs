namespace AiGateway.Operator.Inject;

/// <summary>The names, paths and numbers that an injected pod carries. The sidecar reads the same ones; they never change within a version of the wire.</summary>
internal static class InjectNames
{
    public const string TokenVolume = "aigateway-token";
    public const string RootsVolume = "aigateway-roots";
    public const string StateVolume = "aigateway-state";
    public const string NoApiTokenVolume = "aigateway-no-api-token";

    /// <summary>The one volume that the agent's containers mount too.</summary>
    public const string McpVolume = "aigateway-mcp";

    public const string TokenPath = "/var/run/aigateway/token";
    public const string RootsPath = "/var/run/aigateway/roots";
    public const string StatePath = "/var/run/aigateway/state";
    public const string McpPath = "/var/run/aigateway/mcp";
    public const string ApiTokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Where the agent's containers have <see cref="McpVolume"/>, read-only.</summary>
    public const string AgentFolder = "/etc/aigateway";
    public const string McpFile = AgentFolder + "/mcp.json";

    public const string Binary = "/aigateway-sidecar";
    public const int UserId = 15080;
    public const int FirstPort = 15080;
    public const int HealthPort = 15082;
    public const int MetricsPort = 15083;

    /// <summary>Where the sidecar is, for its pod.</summary>
    public const string Sidecar = "http://127.0.0.1:15080";
    public const string PlaceholderKey = "aigateway-placeholder";

    /// <summary>On a pod: the containers, and the variables of theirs, that were left as the author set them.</summary>
    public const string EnvLeftAnnotation = "aigateway.dev/env-left";

    /// <summary>On a pod: the containers, and the mounts of theirs, that left no room for <see cref="AgentFolder"/>.</summary>
    public const string MountsLeftAnnotation = "aigateway.dev/mounts-left";

    /// <summary>What starts an annotation with which a pod's author sets something of the sidecar.</summary>
    public const string SettingPrefix = "sidecar.aigateway.dev/";

    public const string DefaultContainerAnnotation = "kubectl.kubernetes.io/default-container";
    public const string MirrorAnnotation = "kubernetes.io/config.mirror";
}
