using AiGateway.Operator.Resources;

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

    /// <summary>What the validator saw: it writes, the sidecar reads.</summary>
    public const string ProofVolume = "aigateway-proof";

    /// <summary>The company's roots, where a policy names a ConfigMap of them.</summary>
    public const string TrustedRootsVolume = "aigateway-trusted-roots";

    public const string TokenPath = "/var/run/aigateway/token";
    public const string RootsPath = "/var/run/aigateway/roots";
    public const string StatePath = "/var/run/aigateway/state";
    public const string McpPath = "/var/run/aigateway/mcp";
    public const string ProofPath = "/var/run/aigateway/proof";
    public const string ProofFile = ProofPath + "/proof.json";
    public const string TrustedRootsPath = "/var/run/aigateway/trusted-roots";
    public const string TrustedRootsFile = "ca.crt";
    public const string ApiTokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Where the agent's containers have <see cref="McpVolume"/>, read-only.</summary>
    public const string AgentFolder = "/etc/aigateway";
    public const string McpFile = AgentFolder + "/mcp.json";

    /// <summary>The pod's own authority alone, and that with every other root that the agent is to trust. The sidecar writes both.</summary>
    public const string AuthorityFile = AgentFolder + "/ca.crt";
    public const string BundleFile = AgentFolder + "/ca-bundle.crt";

    /// <summary>The init containers of a redirected pod, in this order, before every other.</summary>
    public const string RedirectContainer = "aigateway-redirect";
    public const string ValidatorContainer = "aigateway-validator";

    public const string Binary = "/aigateway-sidecar";
    public const int UserId = 15080;

    /// <summary>The validator's: any but the sidecar's, since that one is exempt.</summary>
    public const int ValidatorUserId = 15081;
    public const int FirstPort = 15080;
    public const int TransparentPort = 15081;
    public const int HealthPort = 15082;
    public const int MetricsPort = 15083;
    public const int DnsPort = 15084;
    public const int LastPort = DnsPort;

    /// <summary>Where the sidecar is, for its pod.</summary>
    public const string Sidecar = "http://127.0.0.1:15080";
    public const string PlaceholderKey = "aigateway-placeholder";

    /// <summary>On a pod: the containers, and the variables of theirs, that were left as the author set them.</summary>
    public const string EnvLeftAnnotation = "aigateway.dev/env-left";

    /// <summary>On a pod: the containers, and the mounts of theirs, that left no room for <see cref="AgentFolder"/>.</summary>
    public const string MountsLeftAnnotation = "aigateway.dev/mounts-left";

    /// <summary>On a pod: what it was injected for, <c>Cooperative</c> or <c>Redirected</c>, and why not for more. What was measured stands in <see cref="Group.EnforcementAnnotation"/>.</summary>
    public const string EgressAnnotation = "aigateway.dev/egress";

    /// <summary>What starts an annotation with which a pod's author sets something of the sidecar.</summary>
    public const string SettingPrefix = "sidecar.aigateway.dev/";

    public const string DefaultContainerAnnotation = "kubectl.kubernetes.io/default-container";
    public const string MirrorAnnotation = "kubernetes.io/config.mirror";
}
